"""The sections A to K of today are the first set."""

from datetime import date

from django.db import migrations

SECTIONS = [
    ("A", "Views, interests and aspirations", None, ["The views, interests and aspirations of the child and their parents, or of the young person", "All about me", "Views and aspirations"]),
    ("B", "Special educational needs", None, ["SEN", "Education needs", "The child’s or young person’s special educational needs"]),
    ("C", "Health needs", 2, ["Health care needs", "The child’s or young person’s health needs which are related to their SEN"]),
    ("D", "Social care needs", None, ["The child’s or young person’s social care needs which are related to their SEN or to a disability"]),
    ("E", "Outcomes", 1, ["Outcomes sought", "The outcomes sought for the child or the young person, including outcomes for adult life", "Short term and long term outcomes", "Aims and targets"]),
    ("F", "Special educational provision", None, ["Education provision", "The special educational provision required by the child or young person"]),
    ("G", "Health provision", 3, ["Health care provision", "Any health provision reasonably required by the learning difficulties or disabilities which result in the child or young person having SEN"]),
    ("H1", "Social care provision under the Chronically Sick and Disabled Persons Act 1970", None, ["Social care provision which must be made for a child or young person under 18 resulting from section 2 of the Chronically Sick and Disabled Persons Act 1970"]),
    ("H2", "Other social care provision", None, ["Any other social care provision reasonably required by the learning difficulties or disabilities which result in the child or young person having SEN"]),
    ("I", "Placement", None, ["Educational placement", "School placement", "The name and type of the school, maintained nursery school, post-16 institution or other institution to be attended"]),
    ("J", "Personal budget", None, ["Personal budget and direct payments", "Details of any personal budget, including arrangements for direct payments and the needs and outcomes it meets"]),
    ("K", "Advice and information", None, ["Appendices", "Advice and information gathered during the assessment", "List of the advice and reports attached", "Appendix with copies of the advice and information obtained"]),
]  # fmt: skip


def add_first_set(apps, schema_editor):
    owner = schema_editor.connection.alias
    first = (
        apps.get_model("ehcp", "SectionSet")
        .objects.using(owner)
        .create(name="Sections A to K (SEND Regulations 2014)", in_force_from=date(2014, 9, 1))
    )
    section = apps.get_model("ehcp", "SetSection")
    for order, (letter, title, place, others) in enumerate(SECTIONS, start=1):
        section.objects.using(owner).create(
            section_set=first, letter=letter, title=title, health_place=place, other_titles=others, order=order
        )


class Migration(migrations.Migration):
    dependencies = [("ehcp", "0003_walls_of_links")]
    operations = [migrations.RunPython(add_first_set, migrations.RunPython.noop)]
