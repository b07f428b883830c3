"""An amended plan is compared too: a comparison is of a plan or of an amended plan, and keeps the day it was sent."""

import datetime
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ehcp', '0028_amended_plans'),
        ('people', '0016_walls_around_documents_sent'),
        ('qa', '0011_walls_of_accounts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='comparison',
            options={'ordering': ['-issued_on', '-pk'], 'verbose_name': 'comparison of wording', 'verbose_name_plural': 'comparisons of wording'},
        ),
        migrations.AddField(
            model_name='comparison',
            name='amended',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comparison', to='ehcp.amendedplan'),
        ),
        migrations.AddField(
            model_name='comparison',
            name='episode',
            field=models.ForeignKey(blank=True, help_text='Where an amended plan’s was agreed.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='qa.episode'),
        ),
        migrations.AddField(
            model_name='comparison',
            name='issued_on',
            field=models.DateField(default=datetime.date(1900, 1, 1), help_text='The day the plan, or the amended plan, was sent to the family.'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='historicalcomparison',
            name='amended',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='ehcp.amendedplan'),
        ),
        migrations.AddField(
            model_name='historicalcomparison',
            name='episode',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Where an amended plan’s was agreed.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='qa.episode'),
        ),
        migrations.AddField(
            model_name='historicalcomparison',
            name='issued_on',
            field=models.DateField(default=datetime.date(1900, 1, 1), help_text='The day the plan, or the amended plan, was sent to the family.'),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='comparison',
            name='plan',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comparison', to='ehcp.plan'),
        ),
        migrations.RunSQL(
            "UPDATE qa_comparison AS c SET issued_on = p.issued_on FROM ehcp_plan AS p WHERE p.id = c.plan_id; "
            "UPDATE qa_historicalcomparison AS c SET issued_on = p.issued_on FROM ehcp_plan AS p WHERE p.id = c.plan_id;",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name='comparison',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amended', None), ('episode', None), ('plan__isnull', False)), models.Q(('amended__isnull', False), ('plan', None)), _connector='OR'), name='comparison_is_of_one_plan'),
        ),
        migrations.AddConstraint(
            model_name='comparison',
            constraint=models.CheckConstraint(condition=models.Q(('plan__isnull', False), models.Q(('episode__isnull', False), ('outcome__in', ['used', 'not_used'])), models.Q(models.Q(('outcome__in', ['used', 'not_used']), _negated=True), ('episode', None)), _connector='OR'), name='comparison_of_amended_plan_says_with_what'),
        ),
    ]
