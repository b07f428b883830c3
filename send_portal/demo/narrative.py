# ruff: noqa: E501 - a point is one line, as it is typed
"""What a DCO of the made-up ICB writes in a month's report: as long as a real one, 5 + 5, 5, 6 and 4 points."""

NARRATIVE: dict[str, str] = {
    "focus_first": """\
Requests for needs assessments in the year so far are 18% above the same months of last year. All three local authorities have raised the number of panels, and quality assurance has kept pace with each of them.
Health advice for children on the neurodevelopmental pathway is the commonest reason for waiting: 31 of the 42 requests now with the Health Advisers for SEND are for children who are known to no other service.
The single point of access at Larkmead has two vacancies. Requests are triaged within five working days, against a standard of two; the trust expects both posts to be filled by the end of next month.
Wording agreed for Section G was changed before issue in six plans last month. Each has been taken up with the local authority concerned, and three have been amended.
The trial in which some services are no longer asked routinely enters its fourth month. About 96 hours of clinical time were freed; no complaint and no incident has been linked with it.""",
    "focus_second": """\
Speech and language therapy waiting times for children with a plan remain above 18 weeks in two of the three areas. A joint recovery plan goes to the partnership board next month.
Two extended appeals are listed for hearing in the coming six weeks. Amended wording has been offered in both, and a consent order is expected in one.
Post-16 transition: health sections of plans for young people aged 17 and over are being reviewed together with adult continuing care, so that provision does not stop at a birthday.
The annual review tracker shared by one local authority lists 214 overdue reviews. Those of children with health needs are looked at first, in the order of their last review.
Section 23 notifications by health visitors have risen since the leaflet was renewed. Consent was refused in four cases; notification was made all the same, as the Act requires, and the family told why.""",
    "risk": """\
Six-week compliance for health advice stands at 91%. The 14 late pieces are all in two services; both have given a date by which the backlog is cleared, and the exceptions are reviewed every week.
Risk 12, plans agreed outside a panel at which health sat: rated 12 (was 16). The coordinator of every such plan is now written to on the day it is found.
Risk 15, capacity of the DCO team in school holidays: rated 9. A bank clinician has been inducted and covers the last two weeks of August.
The re-audit of the use of agreed wording is due in May. Twenty plans issued in the first quarter will be drawn at random in each area, and shown without names.
One Regulation 6 response was signed by the Chief Nurse inside the five weeks; its two recommendations were agreed in full and in part.""",
    "achievements": """\
Every draft plan received by the tenth of the month was quality-assured before the family saw it, in all three areas, for the third month running.
Seven quality assurances were coproduced with the young person or the parents. One mother wrote that it was the first time that anybody had asked what a good day looks like.
Agreed wording was used exactly in 71% of the plans issued, up from 58% in the autumn quarter and from 25% in the first audit.
Eight training sessions reached 163 school SENCOs, coordinators and therapists. The average rating was 4.7 out of 5, and knowledge rose by 1.3 points.
The leaflet “What a health section is for” was rewritten with the parent carer forums, and is now available in Polish and in easy-read.
A shared standard for Individual Health Care Plans was agreed by the three local authorities and both providers.""",
    "ahead": """\
Preparation for the area inspection: a dry run with two cases is planned for the second week, timed for each provider.
A workshop with the three local authorities on reviewing provision in Section G at transition to secondary school.
Recruitment to the second Health Adviser post, with interviews held together with a parent representative.
Publication of the annual report, with the year’s figures by area and the results of the re-audit.""",
}
