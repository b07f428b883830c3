"""Every version of a plan says which set of sections it was made with."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ehcp", "0013_sections_of_today")]
    operations = [
        migrations.AlterField(
            model_name="planversion",
            name="section_set",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ehcp.sectionset"
            ),
        ),
    ]
