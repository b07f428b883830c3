"""A service’s contribution to an annual review, in the place of the bare name of the service."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from people import walls


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_walls'),
        ('clocks', '0003_untold_of_children_in_the_file'),
        ('ehcp', '0007_answer_of_the_parent'),
        ('people', '0003_walls'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveField(
            model_name='annualreview',
            name='contributor',
        ),
        migrations.RemoveField(
            model_name='historicalannualreview',
            name='contributor',
        ),
        migrations.AlterField(
            model_name='annualreview',
            name='asked_on',
            field=models.DateField(blank=True, help_text='The day the DCO was asked to contribute.', null=True),
        ),
        migrations.AlterField(
            model_name='annualreview',
            name='status',
            field=models.CharField(choices=[('not_asked', 'DCO not asked'), ('with_health', 'With the DCO'), ('contributed', 'DCO contribution returned')], default='not_asked', editable=False, max_length=20),
        ),
        migrations.AlterField(
            model_name='historicalannualreview',
            name='asked_on',
            field=models.DateField(blank=True, help_text='The day the DCO was asked to contribute.', null=True),
        ),
        migrations.AlterField(
            model_name='historicalannualreview',
            name='status',
            field=models.CharField(choices=[('not_asked', 'DCO not asked'), ('with_health', 'With the DCO'), ('contributed', 'DCO contribution returned')], default='not_asked', editable=False, max_length=20),
        ),
        migrations.CreateModel(
            name='HistoricalReviewContribution',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('verb', models.CharField(max_length=100)),
                ('actor', models.CharField(max_length=200)),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
                ('status', models.CharField(choices=[('asked', 'Asked, not sent yet'), ('sent', 'Sent'), ('nothing', 'Nothing to add'), ('withdrawn', 'Withdrawn')], default='asked', editable=False, max_length=10)),
                ('about', models.TextField(help_text='What is asked, in the words that the service reads.', max_length=2000)),
                ('meeting_on', models.DateField(blank=True, null=True)),
                ('due_on', models.DateField()),
                ('asked_on', models.DateField()),
                ('sent_on', models.DateField(blank=True, null=True)),
                ('advice_text', models.TextField(blank=True, max_length=50000)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('reason', models.TextField(blank=True, help_text='Why nothing is added, or it is withdrawn.', max_length=4000)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('annual_review', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='ehcp.annualreview')),
                ('asked_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('child', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.child')),
                ('contribution_clock', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='clocks.clock')),
                ('document', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.document')),
                ('ended_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('provider', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.organisation')),
                ('sent_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('service', models.ForeignKey(blank=True, db_constraint=False, help_text='The service that knows the child.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.team')),
            ],
            options={
                'verbose_name': 'historical contribution to an annual review',
                'verbose_name_plural': 'historical contributions to annual reviews',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='ReviewContribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
                ('status', models.CharField(choices=[('asked', 'Asked, not sent yet'), ('sent', 'Sent'), ('nothing', 'Nothing to add'), ('withdrawn', 'Withdrawn')], default='asked', editable=False, max_length=10)),
                ('about', models.TextField(help_text='What is asked, in the words that the service reads.', max_length=2000)),
                ('meeting_on', models.DateField(blank=True, null=True)),
                ('due_on', models.DateField()),
                ('asked_on', models.DateField()),
                ('sent_on', models.DateField(blank=True, null=True)),
                ('advice_text', models.TextField(blank=True, max_length=50000)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('reason', models.TextField(blank=True, help_text='Why nothing is added, or it is withdrawn.', max_length=4000)),
                ('annual_review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='ehcp.annualreview')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.child')),
                ('contribution_clock', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clocks.clock')),
                ('document', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.document')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('sent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('service', models.ForeignKey(help_text='The service that knows the child.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team')),
            ],
            options={
                'verbose_name': 'contribution to an annual review',
                'verbose_name_plural': 'contributions to annual reviews',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('sent_by__isnull', True), ('sent_on__isnull', True)), models.Q(('sent_by__isnull', False), ('sent_on__isnull', False)), _connector='OR'), name='review_contribution_sent_on_and_by'), models.CheckConstraint(condition=models.Q(models.Q(('ended_by__isnull', True), ('ended_on__isnull', True)), models.Q(('ended_by__isnull', False), ('ended_on__isnull', False)), _connector='OR'), name='review_contribution_ended_on_and_by'), models.CheckConstraint(condition=models.Q(models.Q(('ended_on', None), ('sent_on', None), ('status', 'asked')), models.Q(('ended_on', None), ('sent_on__isnull', False), ('status', 'sent'), models.Q(models.Q(('advice_text', ''), _negated=True), ('document__isnull', False), _connector='OR')), models.Q(('ended_on__isnull', False), ('sent_on', None), ('status__in', ['nothing', 'withdrawn']), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='review_contribution_is_whole'), models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('asked_on')), models.Q(('about', ''), _negated=True)), name='review_contribution_is_asked_in_time'), models.UniqueConstraint(condition=models.Q(('status', 'withdrawn'), _negated=True), fields=('annual_review', 'service'), name='one_contribution_a_service', violation_error_message='This service has been asked already for this review.')],
            },
        ),
        walls.behind_child("ehcp_reviewcontribution", or_owner="provider_id"),
        walls.behind_child("ehcp_historicalreviewcontribution", or_owner="provider_id"),
        walls.append_only("ehcp_historicalreviewcontribution"),
    ]
