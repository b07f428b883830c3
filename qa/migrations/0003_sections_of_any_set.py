"""A section that is quality-assured has its plan’s letter, and says which one of the Regulations it stands for."""

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


def stands_for():
    return models.CharField(choices=CHOICES, default="", max_length=2)


def letter(**facts):
    return models.CharField(max_length=4, **facts)


class Migration(migrations.Migration):
    dependencies = [("qa", "0002_walls"), ("ehcp", "0006_what_a_section_stands_for")]
    operations = [
        migrations.AlterModelOptions("episodesection", {"ordering": ["pk"]}),
        migrations.AddField("episodesection", "stands_for", stands_for(), preserve_default=False),
        migrations.AddField("historicalepisodesection", "stands_for", stands_for(), preserve_default=False),
        migrations.RunSQL("UPDATE qa_episodesection SET stands_for = section", migrations.RunSQL.noop),
        *(
            migrations.AlterField(model, "section", letter(**facts))
            for name, facts in (
                ("accountedline", {"blank": True}),
                ("dismissal", {}),
                ("episodesection", {"help_text": "Its letter in the plan."}),
                ("findinganswer", {}),
                ("libraryuse", {}),
            )
            for model in (name, f"historical{name}")
        ),
    ]
