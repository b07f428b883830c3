"""A kind for papers of the family."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_walls'),
    ]

    operations = [
        migrations.AlterField(
            model_name='document',
            name='kind',
            field=models.CharField(choices=[('request', 'Request for assessment'), ('advice', 'Advice'), ('plan', 'Plan'), ('family', 'From the family: what they wrote, or sent in'), ('tribunal', 'Tribunal paper'), ('consent', 'Consent form'), ('other', 'Other')], max_length=20),
        ),
        migrations.AlterField(
            model_name='historicaldocument',
            name='kind',
            field=models.CharField(choices=[('request', 'Request for assessment'), ('advice', 'Advice'), ('plan', 'Plan'), ('family', 'From the family: what they wrote, or sent in'), ('tribunal', 'Tribunal paper'), ('consent', 'Consent form'), ('other', 'Other')], max_length=20),
        ),
    ]
