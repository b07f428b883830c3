import core.tables
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('people', '0001_initial'),
    ]

    operations = [
        core.tables.CreateModels(
            models=[
                migrations.CreateModel(
                    name='HistoricalComplexCase',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('verb', models.CharField(max_length=100)),
                        ('actor', models.CharField(max_length=200)),
                        ('revision', models.PositiveIntegerField(default=0, editable=False)),
                        ('struck_out_on', models.DateField(blank=True, editable=False, null=True)),
                        ('struck_out_why', models.CharField(blank=True, editable=False, max_length=300)),
                        ('asked_on', models.DateField()),
                        ('asked_by', models.CharField(help_text='Who asked: a name or a role, and where they work.', max_length=200)),
                        ('asked_for', models.TextField(max_length=4000)),
                        ('outcome', models.TextField(blank=True, editable=False, max_length=4000)),
                        ('outcome_on', models.DateField(blank=True, editable=False, null=True)),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('child', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.child')),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical complex case',
                        'verbose_name_plural': 'historical complex cases',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='HistoricalCoproductionEpisode',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('verb', models.CharField(max_length=100)),
                        ('actor', models.CharField(max_length=200)),
                        ('revision', models.PositiveIntegerField(default=0, editable=False)),
                        ('struck_out_on', models.DateField(blank=True, editable=False, null=True)),
                        ('struck_out_why', models.CharField(blank=True, editable=False, max_length=300)),
                        ('held_on', models.DateField()),
                        ('with_whom', models.CharField(max_length=200)),
                        ('what_changed', models.TextField(max_length=4000)),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('area', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.area')),
                        ('child', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.child')),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('icb', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.organisation')),
                    ],
                    options={
                        'verbose_name': 'historical coproduction episode',
                        'verbose_name_plural': 'historical coproduction episodes',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='HistoricalTrainingSession',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('verb', models.CharField(max_length=100)),
                        ('actor', models.CharField(max_length=200)),
                        ('revision', models.PositiveIntegerField(default=0, editable=False)),
                        ('struck_out_on', models.DateField(blank=True, editable=False, null=True)),
                        ('struck_out_why', models.CharField(blank=True, editable=False, max_length=300)),
                        ('held_on', models.DateField()),
                        ('title', models.CharField(max_length=200)),
                        ('audience', models.CharField(max_length=200)),
                        ('attended', models.PositiveSmallIntegerField(blank=True, help_text='How many people attended.', null=True)),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('area', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.area')),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('icb', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.organisation')),
                    ],
                    options={
                        'verbose_name': 'historical training session',
                        'verbose_name_plural': 'historical training sessions',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='ComplexCase',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('revision', models.PositiveIntegerField(default=0, editable=False)),
                        ('struck_out_on', models.DateField(blank=True, editable=False, null=True)),
                        ('struck_out_why', models.CharField(blank=True, editable=False, max_length=300)),
                        ('asked_on', models.DateField()),
                        ('asked_by', models.CharField(help_text='Who asked: a name or a role, and where they work.', max_length=200)),
                        ('asked_for', models.TextField(max_length=4000)),
                        ('outcome', models.TextField(blank=True, editable=False, max_length=4000)),
                        ('outcome_on', models.DateField(blank=True, editable=False, null=True)),
                        ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.child')),
                    ],
                    options={
                        'verbose_name': 'complex case',
                        'ordering': ['-asked_on', '-pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['asked_on'], name='complex_case_by_day')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('struck_out_on__isnull', True), ('struck_out_why', '')), models.Q(('struck_out_on__isnull', False), models.Q(('struck_out_why', ''), _negated=True)), _connector='OR'), name='complexcase_is_struck_out_for_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('outcome_on__isnull', True)), models.Q(('outcome_on__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='complex_case_outcome_has_its_day'), models.CheckConstraint(condition=models.Q(('outcome_on__isnull', True), ('outcome_on__gte', models.F('asked_on')), _connector='OR'), name='complex_case_ends_after_it_was_asked', violation_error_message='The outcome is before the day the advice was asked for.')],
                    },
                ),
                migrations.CreateModel(
                    name='CoproductionEpisode',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('revision', models.PositiveIntegerField(default=0, editable=False)),
                        ('struck_out_on', models.DateField(blank=True, editable=False, null=True)),
                        ('struck_out_why', models.CharField(blank=True, editable=False, max_length=300)),
                        ('held_on', models.DateField()),
                        ('with_whom', models.CharField(max_length=200)),
                        ('what_changed', models.TextField(max_length=4000)),
                        ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.area')),
                        ('child', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.child')),
                        ('icb', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                    ],
                    options={
                        'verbose_name': 'coproduction episode',
                        'ordering': ['-held_on', '-pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['icb', 'held_on'], name='coproduction_by_day')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('struck_out_on__isnull', True), ('struck_out_why', '')), models.Q(('struck_out_on__isnull', False), models.Q(('struck_out_why', ''), _negated=True)), _connector='OR'), name='coproductionepisode_is_struck_out_for_a_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='TrainingSession',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('revision', models.PositiveIntegerField(default=0, editable=False)),
                        ('struck_out_on', models.DateField(blank=True, editable=False, null=True)),
                        ('struck_out_why', models.CharField(blank=True, editable=False, max_length=300)),
                        ('held_on', models.DateField()),
                        ('title', models.CharField(max_length=200)),
                        ('audience', models.CharField(max_length=200)),
                        ('attended', models.PositiveSmallIntegerField(blank=True, help_text='How many people attended.', null=True)),
                        ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.area')),
                        ('icb', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                    ],
                    options={
                        'verbose_name': 'training session',
                        'ordering': ['-held_on', '-pk'],
                        'abstract': False,
                        'indexes': [models.Index(fields=['icb', 'held_on'], name='training_by_day')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('struck_out_on__isnull', True), ('struck_out_why', '')), models.Q(('struck_out_on__isnull', False), models.Q(('struck_out_why', ''), _negated=True)), _connector='OR'), name='trainingsession_is_struck_out_for_a_reason')],
                    },
                ),
            ],
        ),
    ]
