"""Who is who in the made-up world: one Integrated Care Board with its partners, and a second one next door."""

from dataclasses import dataclass, field
from datetime import date

from accounts.models import Area, Membership, Organisation, Relation, Team, User
from accounts.roles import Role, System
from core.history import recorded

BEGAN = date(2022, 7, 1)  # Integrated Care Boards exist since then
PASSWORD = "made-up-people-only"  # noqa: S105 the demo prints it; no such account exists anywhere else

ORGANISATIONS = {
    # key: kind, name, short name, code, ONS code
    "icb": ("icb", "Bath and North East Somerset, Swindon and Wiltshire ICB", "BSW ICB", "QOX", "E54000040"),
    "banes": ("local_authority", "Bath and North East Somerset Council", "BaNES", "800", "E06000022"),
    "swindon": ("local_authority", "Swindon Borough Council", "Swindon", "866", "E06000030"),
    "wiltshire": ("local_authority", "Wiltshire Council", "Wiltshire", "865", "E06000054"),
    "provider": ("provider", "Larkmead Community Health Trust", "Larkmead", "ZZ1", ""),
    "provider_2": ("provider", "Three Rivers Children’s Health Trust", "Three Rivers", "ZZ2", ""),
    "other_icb": ("icb", "Northmoor ICB", "Northmoor ICB", "ZZ9", ""),
    "other_la": ("local_authority", "Northmoor Council", "Northmoor", "999", ""),
    "other_provider": ("provider", "Northmoor Community Trust", "Northmoor Trust", "ZZ8", ""),
}
SERVED_BY = {
    "icb": ["banes", "swindon", "wiltshire", "provider", "provider_2"],
    "other_icb": ["other_la", "other_provider"],
}
TEAMS = {
    # key: organisation, kind, name
    "dcos": ("icb", "dco", "Designated Clinical Officers"),
    "has": ("icb", "has", "Health Advisers for SEND"),
    "core_group": ("icb", "core_group", "Regulation 6 core group"),
    "executive": ("icb", "executive", "Chief Nurse’s office"),
    "board": ("icb", "board", "SEND board"),
    "send_banes": ("banes", "send", "BaNES SEND team"),
    "send_swindon": ("swindon", "send", "Swindon SEND team"),
    "send_wiltshire": ("wiltshire", "send", "Wiltshire SEND team"),
    "spa": ("provider", "spa", "Larkmead single point of access"),
    "slt": ("provider", "service", "Speech and language therapy"),
    "paediatrics": ("provider", "service", "Community paediatrics"),
    "ot": ("provider", "service", "Occupational therapy"),
    "spa_2": ("provider_2", "spa", "Three Rivers single point of access"),
    "slt_2": ("provider_2", "service", "Children’s speech and language therapy"),
    "paediatrics_2": ("provider_2", "service", "Children’s community medicine"),
    "other_dcos": ("other_icb", "dco", "Northmoor Designated Clinical Officers"),
    "other_has": ("other_icb", "has", "Northmoor Health Advisers"),
    "other_send": ("other_la", "send", "Northmoor SEND team"),
    "other_spa": ("other_provider", "spa", "Northmoor single point of access"),
    "other_paediatrics": ("other_provider", "service", "Community paediatrics"),
    "other_slt": ("other_provider", "service", "Speech and language therapy"),
}
# Which provider's people are asked, by local authority: single point of access, medical team, therapy team.
SERVICES = {
    "wiltshire": ("spa", "paediatrics", "slt"),
    "banes": ("spa", "paediatrics", "slt"),
    "swindon": ("spa_2", "paediatrics_2", "slt_2"),
    "other_la": ("other_spa", "other_paediatrics", "other_slt"),
}
PEOPLE = {
    # key: name, role, team, job title
    "dco": ("Ruth Okonjo", Role.DCO, "dcos", "Designated Clinical Officer"),
    "dco_2": ("Miriam Vale", Role.DCO, "dcos", "Designated Clinical Officer"),
    "dmo": ("Dr Hana Whitlow", Role.DMO, "dcos", "Designated Medical Officer"),
    "adviser": ("Tom Ashgrove", Role.HAS_ADVISER, "has", "Health Adviser for SEND"),
    "adviser_2": ("Farida Nasser", Role.HAS_ADVISER, "has", "Health Adviser for SEND"),
    "coordinator": ("Jo Bramley", Role.COORDINATOR, "send_wiltshire", "EHCP coordinator"),
    "la_manager": ("Helen Sturrock", Role.LA_MANAGER, "send_wiltshire", "SEND manager"),
    "swindon_coordinator": ("Kit Marlow", Role.COORDINATOR, "send_swindon", "EHCP coordinator"),
    "banes_coordinator": ("Priya Denholm", Role.COORDINATOR, "send_banes", "EHCP coordinator"),
    "spa": ("Sam Hartley", Role.SPA, "spa", "Single point of access clerk"),
    "spa_2": ("Bea Norcott", Role.SPA, "spa_2", "Single point of access clerk"),
    "reviewer": ("Dr Anil Sethi", Role.REVIEWING_CLINICIAN, "core_group", "Consultant paediatrician"),
    "reviewer_2": ("Grace Pemberton", Role.REVIEWING_CLINICIAN, "core_group", "Head of therapies"),
    "chief_nurse": ("Caroline Adeyemi", Role.EXECUTIVE_LEAD, "executive", "Chief Nurse"),
    "board_member": ("Peter Lomas", Role.BOARD_MEMBER, "board", "Non-executive director"),
    "administrator": ("Nadia Kerr", Role.ADMINISTRATOR, "dcos", "Portal administrator"),
    "stranger": ("Ellis Thorne", Role.DCO, "other_dcos", "Designated Clinical Officer"),
    "other_adviser": ("Robin Castle", Role.HAS_ADVISER, "other_has", "Health Adviser for SEND"),
    "other_coordinator": ("Morgan Reid", Role.COORDINATOR, "other_send", "EHCP coordinator"),
    "other_spa": ("Lee Fairfax", Role.SPA, "other_spa", "Single point of access clerk"),
}


def email_of(key: str) -> str:
    return f"{key.replace('_', '-')}@portal.example"


@dataclass
class Cast:
    """The organisations, teams and people by their keys: `cast.org["icb"]`, `cast.team["has"]`, `cast["dco"]`."""

    org: dict[str, Organisation] = field(default_factory=dict)
    team: dict[str, Team] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    def __getitem__(self, key: str) -> User:
        return self.people[key]


def make_cast(*, password: str | None = None) -> Cast:
    """Make everybody. Without a password nobody can sign in by form, which is quicker."""
    cast = Cast()
    with recorded(verb="set_up", by=System("set-up")):
        _make_organisations(cast)
        _make_teams(cast)
        _make_people(cast, password)
    return cast


def find_cast() -> Cast:
    """The cast that is already in the database."""
    by_code = {facts[3]: key for key, facts in ORGANISATIONS.items()}
    cast = Cast()
    for organisation in Organisation.objects.filter(code__in=by_code):
        cast.org[by_code[organisation.code]] = organisation
    teams = {(team.organisation_id, team.name): team for team in Team.objects.select_related("organisation")}
    cast.team = {key: teams[cast.org[org].pk, name] for key, (org, _, name) in TEAMS.items()}
    people = User.objects.in_bulk([email_of(key) for key in PEOPLE], field_name="email")
    cast.people = {key: people[email_of(key)] for key in PEOPLE}
    return cast


def _make_organisations(cast: Cast) -> None:
    for key, (kind, name, short_name, code, ons_code) in ORGANISATIONS.items():
        cast.org[key] = Organisation.objects.create(
            kind=kind,
            name=name,
            short_name=short_name,
            code=code,
            ons_code=ons_code,
            mailbox=f"send.{key.replace('_', '-')}@portal.example",
            in_force_from=BEGAN,
        )
    for icb, served in SERVED_BY.items():
        for key in served:
            Relation.objects.create(icb=cast.org[icb], organisation=cast.org[key], in_force_from=BEGAN)
    for position, key in enumerate(["banes", "swindon", "wiltshire"]):
        la = cast.org[key]
        Area.objects.create(
            icb=cast.org["icb"],
            name=la.short_name,
            local_authority=la,
            position=position,
            in_force_from=BEGAN,
        )
    other = cast.org["other_la"]
    Area.objects.create(
        icb=cast.org["other_icb"],
        name=other.short_name,
        local_authority=other,
        position=0,
        in_force_from=BEGAN,
    )


def _make_teams(cast: Cast) -> None:
    for key, (org, kind, name) in TEAMS.items():
        cast.team[key] = Team.objects.create(organisation=cast.org[org], kind=kind, name=name, in_force_from=BEGAN)


def _make_people(cast: Cast, password: str | None) -> None:
    for key, (name, role, team, job_title) in PEOPLE.items():
        user = User.objects.create_user(email_of(key), password, name=name, job_title=job_title)
        Membership.objects.create(
            user=user,
            organisation=cast.team[team].organisation,
            team=cast.team[team],
            role=role,
            starts_on=BEGAN,
        )
        cast.people[key] = user
