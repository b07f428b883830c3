import core.tables
import core.today
import datetime
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        core.tables.CreateModels(
            models=[
                migrations.CreateModel(
                    name='User',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('revision', models.PositiveIntegerField(default=0, editable=False)),
                        ('email', models.EmailField(max_length=254, unique=True)),
                        ('name', models.CharField(max_length=120)),
                        ('job_title', models.CharField(blank=True, max_length=120)),
                        ('is_active', models.BooleanField(default=True)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('digest_stopped_on', models.DateField(blank=True, help_text='They want no daily letter of what is due.', null=True)),
                    ],
                    options={
                        'ordering': ['name', 'pk'],
                        'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='one_account_an_email')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalOrganisation',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('verb', models.CharField(max_length=100)),
                        ('actor', models.CharField(max_length=200)),
                        ('revision', models.PositiveIntegerField(default=0, editable=False)),
                        ('kind', models.CharField(choices=[('icb', 'Integrated Care Board'), ('local_authority', 'Local authority'), ('provider', 'Provider')], max_length=20)),
                        ('name', models.CharField(max_length=200)),
                        ('short_name', models.CharField(max_length=60)),
                        ('code', models.CharField(db_index=True, error_messages={'unique': 'An organisation with this code is in the portal already. If another board works with it, whoever runs the portal can relate it to yours'}, max_length=12)),
                        ('ons_code', models.CharField(blank=True, max_length=9)),
                        ('mailbox', models.EmailField(blank=True, help_text='The address printed on letters and forms.', max_length=254)),
                        ('in_force_from', models.DateField()),
                        ('in_force_until', models.DateField(blank=True, null=True)),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical organisation',
                        'verbose_name_plural': 'historical organisations',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='HistoricalUser',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('verb', models.CharField(max_length=100)),
                        ('actor', models.CharField(max_length=200)),
                        ('revision', models.PositiveIntegerField(default=0, editable=False)),
                        ('email', models.EmailField(db_index=True, max_length=254)),
                        ('name', models.CharField(max_length=120)),
                        ('job_title', models.CharField(blank=True, max_length=120)),
                        ('is_active', models.BooleanField(default=True)),
                        ('created_at', models.DateTimeField(blank=True, editable=False)),
                        ('digest_stopped_on', models.DateField(blank=True, help_text='They want no daily letter of what is due.', null=True)),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical user',
                        'verbose_name_plural': 'historical users',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='Organisation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('revision', models.PositiveIntegerField(default=0, editable=False)),
                        ('kind', models.CharField(choices=[('icb', 'Integrated Care Board'), ('local_authority', 'Local authority'), ('provider', 'Provider')], max_length=20)),
                        ('name', models.CharField(max_length=200)),
                        ('short_name', models.CharField(max_length=60)),
                        ('code', models.CharField(error_messages={'unique': 'An organisation with this code is in the portal already. If another board works with it, whoever runs the portal can relate it to yours'}, max_length=12, unique=True)),
                        ('ons_code', models.CharField(blank=True, max_length=9)),
                        ('mailbox', models.EmailField(blank=True, help_text='The address printed on letters and forms.', max_length=254)),
                        ('in_force_from', models.DateField()),
                        ('in_force_until', models.DateField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['name'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('in_force_until__isnull', True), ('in_force_until__gte', models.F('in_force_from')), _connector='OR'), name='organisation_ends_after_it_starts', violation_error_message='The end is before the start.')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalTeam',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('verb', models.CharField(max_length=100)),
                        ('actor', models.CharField(max_length=200)),
                        ('revision', models.PositiveIntegerField(default=0, editable=False)),
                        ('kind', models.CharField(choices=[('spa', 'Single point of access'), ('service', 'Service'), ('has', 'Health Advisers for SEND'), ('dco', 'Designated Clinical Officers'), ('send', 'SEND casework'), ('core_group', 'Regulation 6 core group'), ('executive', 'Executive'), ('board', 'Board')], max_length=20)),
                        ('name', models.CharField(max_length=120)),
                        ('in_force_from', models.DateField()),
                        ('in_force_until', models.DateField(blank=True, null=True)),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.organisation')),
                    ],
                    options={
                        'verbose_name': 'historical team',
                        'verbose_name_plural': 'historical teams',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='HistoricalRelation',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('verb', models.CharField(max_length=100)),
                        ('actor', models.CharField(max_length=200)),
                        ('revision', models.PositiveIntegerField(default=0, editable=False)),
                        ('in_force_from', models.DateField()),
                        ('in_force_until', models.DateField(blank=True, null=True)),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('icb', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.organisation')),
                        ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.organisation')),
                    ],
                    options={
                        'verbose_name': 'historical relation',
                        'verbose_name_plural': 'historical relations',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='HistoricalArea',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('verb', models.CharField(max_length=100)),
                        ('actor', models.CharField(max_length=200)),
                        ('revision', models.PositiveIntegerField(default=0, editable=False)),
                        ('name', models.CharField(max_length=60)),
                        ('position', models.PositiveSmallIntegerField()),
                        ('in_force_from', models.DateField()),
                        ('in_force_until', models.DateField(blank=True, null=True)),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('icb', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.organisation')),
                        ('local_authority', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.organisation')),
                    ],
                    options={
                        'verbose_name': 'historical area',
                        'verbose_name_plural': 'historical areas',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='Team',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('revision', models.PositiveIntegerField(default=0, editable=False)),
                        ('kind', models.CharField(choices=[('spa', 'Single point of access'), ('service', 'Service'), ('has', 'Health Advisers for SEND'), ('dco', 'Designated Clinical Officers'), ('send', 'SEND casework'), ('core_group', 'Regulation 6 core group'), ('executive', 'Executive'), ('board', 'Board')], max_length=20)),
                        ('name', models.CharField(max_length=120)),
                        ('in_force_from', models.DateField()),
                        ('in_force_until', models.DateField(blank=True, null=True)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='teams', to='accounts.organisation')),
                    ],
                    options={
                        'ordering': ['name'],
                        'constraints': [models.UniqueConstraint(fields=('organisation', 'name'), name='one_team_a_name', violation_error_message='There is, or was, a team of this name here. Choose another name.'), models.CheckConstraint(condition=models.Q(('in_force_until__isnull', True), ('in_force_until__gte', models.F('in_force_from')), _connector='OR'), name='team_ends_after_it_starts', violation_error_message='The end is before the start.')],
                    },
                ),
                migrations.CreateModel(
                    name='Membership',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('revision', models.PositiveIntegerField(default=0, editable=False)),
                        ('role', models.CharField(choices=[('dco', 'Designated Clinical Officer'), ('dmo', 'Designated Medical Officer'), ('has_adviser', 'Health Adviser for SEND'), ('coordinator', 'EHCP coordinator'), ('la_manager', 'LA SEND manager'), ('spa', 'Provider single point of access'), ('reviewing_clinician', 'Reviewing clinician'), ('executive_lead', 'Executive lead (Chief Nurse)'), ('board_member', 'Board member'), ('administrator', 'Administrator')], max_length=30)),
                        ('starts_on', models.DateField()),
                        ('ends_on', models.DateField(blank=True, null=True)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='accounts.organisation')),
                        ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='accounts.team')),
                    ],
                    options={
                        'ordering': ['starts_on', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', django.db.models.expressions.CombinedExpression(models.F('starts_on'), '-', models.Value(datetime.timedelta(days=1)))), _connector='OR'), name='membership_ends_after_it_starts', violation_error_message='The last day is before the role began.'), models.UniqueConstraint(fields=('user', 'organisation', 'team', 'role', 'starts_on'), name='one_membership_a_role_and_start', nulls_distinct=False, violation_error_message='They hold this role here already, from that day.'), models.CheckConstraint(condition=models.Q(models.Q(('role__in', ['executive_lead', 'has_adviser', 'reviewing_clinician']), _negated=True), ('team__isnull', False), _connector='OR'), name='membership_by_team_names_the_team', violation_error_message='This role reaches children through a team: choose the team.')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalMembership',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('verb', models.CharField(max_length=100)),
                        ('actor', models.CharField(max_length=200)),
                        ('revision', models.PositiveIntegerField(default=0, editable=False)),
                        ('role', models.CharField(choices=[('dco', 'Designated Clinical Officer'), ('dmo', 'Designated Medical Officer'), ('has_adviser', 'Health Adviser for SEND'), ('coordinator', 'EHCP coordinator'), ('la_manager', 'LA SEND manager'), ('spa', 'Provider single point of access'), ('reviewing_clinician', 'Reviewing clinician'), ('executive_lead', 'Executive lead (Chief Nurse)'), ('board_member', 'Board member'), ('administrator', 'Administrator')], max_length=30)),
                        ('starts_on', models.DateField()),
                        ('ends_on', models.DateField(blank=True, null=True)),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('user', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.organisation')),
                        ('team', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.team')),
                    ],
                    options={
                        'verbose_name': 'historical membership',
                        'verbose_name_plural': 'historical memberships',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='CalendarFeed',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('revision', models.PositiveIntegerField(default=0, editable=False)),
                        ('digest', models.CharField(max_length=64, unique=True)),
                        ('made_at', models.DateTimeField(default=core.today.now)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('last_read_at', models.DateTimeField(blank=True, null=True)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'calendar address',
                        'ordering': ['-made_at', '-pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('user',), name='one_calendar_address_a_person', violation_error_message='You have an address already. Replace it if you no longer have it to hand.'), models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{64}$')), name='calendar_address_by_digest')],
                    },
                ),
                migrations.CreateModel(
                    name='Area',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('revision', models.PositiveIntegerField(default=0, editable=False)),
                        ('name', models.CharField(max_length=60)),
                        ('position', models.PositiveSmallIntegerField()),
                        ('in_force_from', models.DateField()),
                        ('in_force_until', models.DateField(blank=True, null=True)),
                        ('icb', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='areas', to='accounts.organisation')),
                        ('local_authority', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                    ],
                    options={
                        'ordering': ['position'],
                        'constraints': [models.UniqueConstraint(fields=('icb', 'name'), name='one_area_a_name', violation_error_message='The report has, or had, a column of this name. Choose another name.'), models.CheckConstraint(condition=models.Q(('in_force_until__isnull', True), ('in_force_until__gte', models.F('in_force_from')), _connector='OR'), name='area_ends_after_it_starts', violation_error_message='The end is before the start.')],
                    },
                ),
                migrations.CreateModel(
                    name='Relation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('revision', models.PositiveIntegerField(default=0, editable=False)),
                        ('in_force_from', models.DateField()),
                        ('in_force_until', models.DateField(blank=True, null=True)),
                        ('icb', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relations', to='accounts.organisation')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='icb_relations', to='accounts.organisation')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('icb', 'organisation', 'in_force_from'), name='one_relation_a_start'), models.CheckConstraint(condition=models.Q(('in_force_until__isnull', True), ('in_force_until__gte', models.F('in_force_from')), _connector='OR'), name='relation_ends_after_it_starts', violation_error_message='The end is before the start.')],
                    },
                ),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='role_fits', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NOT EXISTS (SELECT FROM accounts_organisation WHERE id = NEW.organisation_id\n                       AND kind = CASE NEW.role WHEN 'dco' THEN 'icb' WHEN 'dmo' THEN 'icb' WHEN 'has_adviser' THEN 'icb' WHEN 'coordinator' THEN 'local_authority' WHEN 'la_manager' THEN 'local_authority' WHEN 'spa' THEN 'provider' WHEN 'reviewing_clinician' THEN 'icb' WHEN 'executive_lead' THEN 'icb' WHEN 'board_member' THEN 'icb' WHEN 'administrator' THEN 'icb' END) THEN\n            RAISE check_violation USING MESSAGE = 'this role is not held in an organisation of this kind';\n        END IF;\n        IF NEW.team_id IS NOT NULL AND NOT EXISTS (\n            SELECT FROM accounts_team WHERE id = NEW.team_id AND organisation_id = NEW.organisation_id\n            AND CASE NEW.role WHEN 'has_adviser' THEN kind IN ('has') WHEN 'reviewing_clinician' THEN kind IN ('core_group') WHEN 'executive_lead' THEN kind IN ('executive') WHEN 'dco' THEN kind IN ('dco') WHEN 'dmo' THEN kind IN ('dco') WHEN 'spa' THEN kind IN ('service', 'spa') WHEN 'board_member' THEN kind IN ('board') ELSE true END) THEN\n            RAISE check_violation USING MESSAGE = 'this role is not held in this team';\n        END IF;\n        RETURN NEW;\n    ", hash='1ccd0578d7f2474859160d84a3b8b88d84e75380', operation='INSERT OR UPDATE', pgid='pgtrigger_role_fits_f2b12', table='accounts_membership', when='BEFORE')),
        ),
    ]
