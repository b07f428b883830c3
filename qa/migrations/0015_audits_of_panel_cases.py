"""An audit draws from plans issued, or from the cases put to a panel."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('qa', '0014_walls_of_standard_wording'),
    ]

    operations = [
        migrations.AddField(
            model_name='audit',
            name='drawn_from',
            field=models.CharField(choices=[('issued', 'Plans issued in the period'), ('panel', 'Cases put to a panel in the period: the plans issued from them')], default='issued', max_length=10),
        ),
        migrations.AddField(
            model_name='audit',
            name='panel_cases',
            field=models.PositiveIntegerField(blank=True, editable=False, help_text='Cases put to a panel in the period, issued or not.', null=True),
        ),
        migrations.AddField(
            model_name='historicalaudit',
            name='drawn_from',
            field=models.CharField(choices=[('issued', 'Plans issued in the period'), ('panel', 'Cases put to a panel in the period: the plans issued from them')], default='issued', max_length=10),
        ),
        migrations.AddField(
            model_name='historicalaudit',
            name='panel_cases',
            field=models.PositiveIntegerField(blank=True, editable=False, help_text='Cases put to a panel in the period, issued or not.', null=True),
        ),
    ]
