"""Lawful exceptions to a time limit, shown with the child's file and to the organisation whose limit it is."""

import datetime
import django.db.models.deletion
import django.db.models.expressions
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from people import walls


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_administration'),
        ('clocks', '0007_done_before_their_day'),
        ('people', '0002_walls'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalClockException',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('verb', models.CharField(max_length=100)),
                ('actor', models.CharField(max_length=200)),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
                ('kind', models.CharField(max_length=40)),
                ('citation', models.CharField(max_length=100)),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('advice_asked_on', models.DateField(blank=True, help_text='Of a place that was closed.', null=True)),
                ('appointment_by', models.CharField(blank=True, choices=[('body', 'The service that was asked for the advice'), ('other', 'Another service, a hospital or a GP')], max_length=10)),
                ('appointment', models.CharField(blank=True, choices=[('not_come', 'The child or young person did not come'), ('service_moved', 'The service cancelled or moved it'), ('family_moved', 'The family asked beforehand for another day')], max_length=20)),
                ('ground', models.CharField(blank=True, choices=[('duties', 'Helping is incompatible with its own duties'), ('harm', 'Helping would harm the exercise of its functions')], max_length=10)),
                ('reason', models.TextField(max_length=4000)),
                ('evidence', models.TextField(blank=True, max_length=4000)),
                ('status', models.CharField(choices=[('proposed', 'Proposed'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn'), ('revoked', 'Revoked')], default='proposed', editable=False, max_length=10)),
                ('proposed_on', models.DateField()),
                ('accepted_on', models.DateField(blank=True, null=True)),
                ('declined_on', models.DateField(blank=True, null=True)),
                ('reason_declined', models.TextField(blank=True, max_length=4000)),
                ('withdrawn_on', models.DateField(blank=True, null=True)),
                ('revoked_on', models.DateField(blank=True, null=True)),
                ('revoked_why', models.CharField(blank=True, choices=[('mistake', 'It was accepted by mistake'), ('untrue', 'It was shown to be untrue')], max_length=10)),
                ('reason_revoked', models.TextField(blank=True, max_length=4000)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('accepted_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('child', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.child')),
                ('clock', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='clocks.clock')),
                ('decider', models.ForeignKey(blank=True, db_constraint=False, help_text='Whose officer or manager accepts it.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.organisation')),
                ('declined_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.document')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, db_constraint=False, help_text='Whose time limit it is about.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.organisation')),
                ('proposed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revoked_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical exception to a time limit',
                'verbose_name_plural': 'historical exceptions to time limits',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='ClockException',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
                ('kind', models.CharField(max_length=40)),
                ('citation', models.CharField(max_length=100)),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('advice_asked_on', models.DateField(blank=True, help_text='Of a place that was closed.', null=True)),
                ('appointment_by', models.CharField(blank=True, choices=[('body', 'The service that was asked for the advice'), ('other', 'Another service, a hospital or a GP')], max_length=10)),
                ('appointment', models.CharField(blank=True, choices=[('not_come', 'The child or young person did not come'), ('service_moved', 'The service cancelled or moved it'), ('family_moved', 'The family asked beforehand for another day')], max_length=20)),
                ('ground', models.CharField(blank=True, choices=[('duties', 'Helping is incompatible with its own duties'), ('harm', 'Helping would harm the exercise of its functions')], max_length=10)),
                ('reason', models.TextField(max_length=4000)),
                ('evidence', models.TextField(blank=True, max_length=4000)),
                ('status', models.CharField(choices=[('proposed', 'Proposed'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn'), ('revoked', 'Revoked')], default='proposed', editable=False, max_length=10)),
                ('proposed_on', models.DateField()),
                ('accepted_on', models.DateField(blank=True, null=True)),
                ('declined_on', models.DateField(blank=True, null=True)),
                ('reason_declined', models.TextField(blank=True, max_length=4000)),
                ('withdrawn_on', models.DateField(blank=True, null=True)),
                ('revoked_on', models.DateField(blank=True, null=True)),
                ('revoked_why', models.CharField(blank=True, choices=[('mistake', 'It was accepted by mistake'), ('untrue', 'It was shown to be untrue')], max_length=10)),
                ('reason_revoked', models.TextField(blank=True, max_length=4000)),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.child')),
                ('clock', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exceptions', to='clocks.clock')),
                ('decider', models.ForeignKey(help_text='Whose officer or manager accepts it.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('declined_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.document')),
                ('organisation', models.ForeignKey(help_text='Whose time limit it is about.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'exception to a time limit',
                'verbose_name_plural': 'exceptions to time limits',
                'ordering': ['proposed_on', 'pk'],
                'indexes': [models.Index(fields=['clock', 'status'], name='exceptions_of_clock'), models.Index(condition=models.Q(('status', 'proposed')), fields=['decider', 'proposed_on', 'id'], name='exceptions_to_decide')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ['proposed', 'accepted'])), fields=('clock', 'kind', 'first_day', 'last_day'), name='one_exception_of_a_kind_and_days', violation_error_message='This exception was already proposed for this time limit.'), models.CheckConstraint(condition=models.Q(('reason__regex', '^\\s*$'), _negated=True), name='exception_has_its_reason'), models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='exception_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('school_closed', 'early_years_closed', 'away_from_area')), _negated=True), ('last_day__gte', django.db.models.expressions.CombinedExpression(models.F('first_day'), '+', models.Value(datetime.timedelta(days=27)))), _connector='OR'), name='absence_or_closure_lasts_four_weeks'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('missed_appointment', 'refused')), _negated=True), ('last_day', models.F('first_day')), _connector='OR'), name='exception_of_one_day'), models.CheckConstraint(condition=models.Q(models.Q(('advice_asked_on__isnull', False), ('kind__in', ('school_closed', 'early_years_closed'))), models.Q(models.Q(('kind__in', ('school_closed', 'early_years_closed')), _negated=True), ('advice_asked_on__isnull', True)), _connector='OR'), name='closure_says_when_advice_was_asked'), models.CheckConstraint(condition=models.Q(models.Q(('appointment', 'not_come'), ('appointment_by', 'body'), ('kind', 'missed_appointment')), models.Q(models.Q(('kind', 'missed_appointment'), _negated=True), ('appointment', ''), ('appointment_by', '')), _connector='OR'), name='missed_appointment_was_the_bodys_own'), models.CheckConstraint(condition=models.Q(models.Q(('ground__in', ['duties', 'harm']), ('kind', 'refused')), models.Q(models.Q(('kind', 'refused'), _negated=True), ('ground', '')), _connector='OR'), name='refusal_says_its_ground'), models.CheckConstraint(condition=models.Q(models.Q(('accepted_by__isnull', True), ('accepted_on__isnull', True)), models.Q(('accepted_by__isnull', False), ('accepted_on__isnull', False)), _connector='OR'), name='exception_accepted_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('declined_by__isnull', True), ('declined_on__isnull', True)), models.Q(('declined_by__isnull', False), ('declined_on__isnull', False)), _connector='OR'), name='exception_declined_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_by__isnull', True), ('revoked_on__isnull', True)), models.Q(('revoked_by__isnull', False), ('revoked_on__isnull', False)), _connector='OR'), name='exception_revoked_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('accepted_on', None), ('declined_on', None), ('revoked_on', None), ('status', 'proposed'), ('withdrawn_on', None)), models.Q(('accepted_on__isnull', False), ('declined_on', None), ('revoked_on', None), ('status', 'accepted'), ('withdrawn_on', None)), models.Q(('accepted_on', None), ('declined_on__isnull', False), ('revoked_on', None), ('status', 'declined'), ('withdrawn_on', None)), models.Q(('accepted_on', None), ('declined_on', None), ('revoked_on', None), ('status', 'withdrawn'), ('withdrawn_on__isnull', False)), models.Q(('accepted_on__isnull', False), ('declined_on', None), ('revoked_on__isnull', False), ('status', 'revoked')), _connector='OR'), name='exception_stands_as_its_days_say'), models.CheckConstraint(condition=models.Q(models.Q(('declined_on', None), ('reason_declined', '')), models.Q(('declined_on__isnull', False), models.Q(('reason_declined__regex', '^\\s*$'), _negated=True)), _connector='OR'), name='declined_exception_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('reason_revoked', ''), ('revoked_on', None), ('revoked_why', '')), models.Q(('revoked_on__isnull', False), models.Q(('reason_revoked__regex', '^\\s*$'), _negated=True), models.Q(('revoked_why', ''), _negated=True)), _connector='OR'), name='revoked_exception_says_why')],
            },
        ),
        walls.behind_child("clocks_clockexception", or_owner="organisation_id"),
        walls.behind_child("clocks_historicalclockexception", or_owner="organisation_id"),
        walls.append_only("clocks_historicalclockexception"),
    ]
