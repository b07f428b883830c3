"""Which section of the Regulations each one stands for: those of today for themselves."""

from django.db import migrations, models

CHOICES = [
    ("A", "Views, interests and aspirations"),
    ("B", "Special educational needs"),
    ("C", "Health needs"),
    ("D", "Social care needs"),
    ("E", "Outcomes"),
    ("F", "Special educational provision"),
    ("G", "Health provision"),
    ("H1", "Social care provision under the Chronically Sick and Disabled Persons Act 1970"),
    ("H2", "Other social care provision"),
    ("I", "Placement"),
    ("J", "Personal budget"),
    ("K", "Advice and information"),
]
OTHERS = ["", *(letter for letter, _ in CHOICES if letter not in "ECG")]


def stands_for():
    return models.CharField(
        blank=True, choices=CHOICES, help_text="A section of the Regulations of 2014.", max_length=2
    )


class Migration(migrations.Migration):
    dependencies = [("ehcp", "0005_advice_returned_for_quality")]
    operations = [
        migrations.AddField("setsection", "stands_for", stands_for()),
        migrations.AddField("historicalsetsection", "stands_for", stands_for()),
        migrations.RunSQL("UPDATE ehcp_setsection SET stands_for = letter", migrations.RunSQL.noop),
        migrations.AddConstraint(
            "setsection",
            models.UniqueConstraint(
                condition=models.Q(("stands_for", ""), _negated=True),
                fields=("section_set", "stands_for"),
                name="one_section_stands_for_each",
                violation_error_message="Two sections stand for the same one.",
            ),
        ),
        migrations.AddConstraint(
            "setsection",
            models.CheckConstraint(
                condition=models.Q(("health_place", None), ("stands_for__in", OTHERS))
                | models.Q(("health_place__isnull", False), ("stands_for__in", ["E", "C", "G"])),
                name="health_agrees_what_stands_for_its_sections",
                violation_error_message="Health agrees the sections that stand for E, C and G, and no others.",
            ),
        ),
    ]
