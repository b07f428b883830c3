"""The question whether Section G has started is asked of each line of it: the one question becomes the first line."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ehcp", "0018_walls_around_panels")]
    operations = [
        migrations.RenameModel("SectionGStart", "ProvisionLine"),
        migrations.RenameModel("HistoricalSectionGStart", "HistoricalProvisionLine"),
    ]
