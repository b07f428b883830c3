import clocks.models
import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_ending_sessions'),
        ('accounts', '__first__'),
        ('people', '0002_walls'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalClock',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('verb', models.CharField(max_length=100)),
                ('actor', models.CharField(max_length=200)),
                ('rule', models.CharField(max_length=40)),
                ('action', models.CharField(help_text='What is due, in a verb.', max_length=200)),
                ('started_on', models.DateField()),
                ('due_on', models.DateField()),
                ('citation', models.CharField(max_length=200)),
                ('met_on', models.DateField(blank=True, null=True)),
                ('lapsed_on', models.DateField(blank=True, null=True)),
                ('lapsed_why', models.CharField(blank=True, choices=[('not_assessing', 'It was decided not to assess'), ('issuing', 'It was decided to issue a plan'), ('not_issuing', 'It was decided not to issue a plan'), ('withdrawn', 'The request was withdrawn'), ('moved', 'The child moved to another local authority'), ('died', 'The child died'), ('direction', 'A direction replaced it'), ('ended_otherwise', 'The request ended without advice, with a written reason')], max_length=20)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('child', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.child')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('icb', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.organisation')),
                ('local_authority', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.organisation')),
                ('owing', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.organisation')),
                ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.team')),
            ],
            options={
                'verbose_name': 'historical clock',
                'verbose_name_plural': 'historical clocks',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalLocalLength',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('verb', models.CharField(max_length=100)),
                ('actor', models.CharField(max_length=200)),
                ('rule', models.CharField(max_length=40, validators=[clocks.models.is_local_rule])),
                ('length', models.PositiveSmallIntegerField(help_text="In the rule's own unit: weeks, or working days.", validators=[django.core.validators.MinValueValidator(1)])),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('icb', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.organisation')),
            ],
            options={
                'verbose_name': 'historical local length',
                'verbose_name_plural': 'historical local lengths',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Clock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=40)),
                ('action', models.CharField(help_text='What is due, in a verb.', max_length=200)),
                ('started_on', models.DateField()),
                ('due_on', models.DateField()),
                ('citation', models.CharField(max_length=200)),
                ('met_on', models.DateField(blank=True, null=True)),
                ('lapsed_on', models.DateField(blank=True, null=True)),
                ('lapsed_why', models.CharField(blank=True, choices=[('not_assessing', 'It was decided not to assess'), ('issuing', 'It was decided to issue a plan'), ('not_issuing', 'It was decided not to issue a plan'), ('withdrawn', 'The request was withdrawn'), ('moved', 'The child moved to another local authority'), ('died', 'The child died'), ('direction', 'A direction replaced it'), ('ended_otherwise', 'The request ended without advice, with a written reason')], max_length=20)),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clocks', to='people.child')),
                ('icb', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('local_authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('owing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team')),
            ],
            options={
                'ordering': ['due_on', 'pk'],
                'indexes': [models.Index(condition=models.Q(('lapsed_on', None), ('met_on', None)), fields=['owing', 'due_on', 'id'], name='open_clocks_of_owing'), models.Index(condition=models.Q(('lapsed_on', None), ('met_on', None)), fields=['team', 'due_on', 'id'], name='open_clocks_of_team'), models.Index(condition=models.Q(('lapsed_on', None), ('met_on', None)), fields=['icb', 'due_on', 'id'], name='open_clocks_of_icb'), models.Index(condition=models.Q(('lapsed_on', None), ('met_on', None)), fields=['local_authority', 'due_on', 'id'], name='open_clocks_of_local_authority'), models.Index(fields=['child', 'due_on'], name='clocks_of_child')],
                'constraints': [models.CheckConstraint(condition=models.Q(('met_on__isnull', True), ('lapsed_on__isnull', True), _connector='OR'), name='clock_is_met_or_lapsed_not_both'), models.CheckConstraint(condition=models.Q(models.Q(('lapsed_on__isnull', True), ('lapsed_why', '')), models.Q(('lapsed_on__isnull', False), models.Q(('lapsed_why', ''), _negated=True)), _connector='OR'), name='lapsed_clock_says_why'), models.CheckConstraint(condition=models.Q(('met_on__isnull', True), ('met_on__gte', models.F('started_on')), _connector='OR'), name='clock_met_after_it_started', violation_error_message='This day is before the clock started.')],
            },
        ),
        migrations.CreateModel(
            name='LocalLength',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=40, validators=[clocks.models.is_local_rule])),
                ('length', models.PositiveSmallIntegerField(help_text="In the rule's own unit: weeks, or working days.", validators=[django.core.validators.MinValueValidator(1)])),
                ('icb', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='local_lengths', to='accounts.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('icb', 'rule'), name='one_length_a_rule_and_icb'), models.CheckConstraint(condition=models.Q(('length__gte', 1), ('length__lte', 520)), name='local_length_is_sensible', violation_error_message='A length must lie between 1 and 520.')],
            },
        ),
    ]
