import core.tables
import core.today
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        core.tables.CreateModels(
            models=[
                migrations.CreateModel(
                    name='HighlightReport',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('revision', models.PositiveIntegerField(default=0, editable=False)),
                        ('month', models.DateField(help_text='The first day of the month.')),
                        ('period_from', models.DateField(help_text='First month of the reporting period.')),
                        ('period_to', models.DateField(help_text='Last month of the reporting period.')),
                        ('status', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published')], default='draft', editable=False, max_length=10)),
                        ('focus_first', models.TextField(blank=True, max_length=6000)),
                        ('focus_second', models.TextField(blank=True, max_length=6000)),
                        ('risk', models.TextField(blank=True, max_length=6000)),
                        ('achievements', models.TextField(blank=True, max_length=6000)),
                        ('ahead', models.TextField(blank=True, max_length=6000)),
                        ('drafted_on', models.DateField(editable=False)),
                        ('published_on', models.DateField(blank=True, editable=False, null=True)),
                        ('icb', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('published_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'highlight report',
                        'ordering': ['-month', 'icb'],
                        'constraints': [models.UniqueConstraint(fields=('icb', 'month'), name='one_report_a_month', violation_error_message='There is a report of this month already.'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='reporting_highlightreport_month_is_a_month'), models.CheckConstraint(condition=models.Q(('period_from__day', 1)), name='reporting_highlightreport_period_from_is_a_month'), models.CheckConstraint(condition=models.Q(('period_to__day', 1)), name='reporting_highlightreport_period_to_is_a_month'), models.CheckConstraint(condition=models.Q(('period_from__lte', models.F('period_to'))), name='report_period_ends_after_it_starts', violation_error_message='The reporting period ends before it starts.'), models.CheckConstraint(condition=models.Q(models.Q(('published_by__isnull', False), ('published_on__isnull', False), ('status', 'published')), models.Q(('published_by__isnull', True), ('published_on__isnull', True), ('status', 'draft')), _connector='OR'), name='report_published_by_somebody_on_a_day')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalHighlightReport',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('verb', models.CharField(max_length=100)),
                        ('actor', models.CharField(max_length=200)),
                        ('revision', models.PositiveIntegerField(default=0, editable=False)),
                        ('month', models.DateField(help_text='The first day of the month.')),
                        ('period_from', models.DateField(help_text='First month of the reporting period.')),
                        ('period_to', models.DateField(help_text='Last month of the reporting period.')),
                        ('status', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published')], default='draft', editable=False, max_length=10)),
                        ('focus_first', models.TextField(blank=True, max_length=6000)),
                        ('focus_second', models.TextField(blank=True, max_length=6000)),
                        ('risk', models.TextField(blank=True, max_length=6000)),
                        ('achievements', models.TextField(blank=True, max_length=6000)),
                        ('ahead', models.TextField(blank=True, max_length=6000)),
                        ('drafted_on', models.DateField(editable=False)),
                        ('published_on', models.DateField(blank=True, editable=False, null=True)),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('icb', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.organisation')),
                        ('published_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical highlight report',
                        'verbose_name_plural': 'historical highlight reports',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='HistoricalMetricStart',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('verb', models.CharField(max_length=100)),
                        ('actor', models.CharField(max_length=200)),
                        ('metric', models.CharField(choices=[('drafts_quality_assured', 'Draft plans quality-assured, health wording provided'), ('annual_reviews_quality_assured', 'Quality assurance of health sections for annual reviews'), ('coproduction_episodes', 'Individual episodes of coproduction with children, young people and families'), ('complex_cases_referred', 'Complex cases referred for DCO management (advice requested)'), ('training_sessions', 'Education and training sessions'), ('tribunals_logged', 'New tribunal cases logged'), ('tribunals_active', 'Active first-tier tribunal cases being managed in the month')], max_length=40)),
                        ('collected_from', models.DateField(help_text='The first day of the month.')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('icb', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.organisation')),
                    ],
                    options={
                        'verbose_name': 'historical metric start',
                        'verbose_name_plural': 'historical metric starts',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='ImportedFigure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('metric', models.CharField(choices=[('drafts_quality_assured', 'Draft plans quality-assured, health wording provided'), ('annual_reviews_quality_assured', 'Quality assurance of health sections for annual reviews'), ('coproduction_episodes', 'Individual episodes of coproduction with children, young people and families'), ('complex_cases_referred', 'Complex cases referred for DCO management (advice requested)'), ('training_sessions', 'Education and training sessions'), ('tribunals_logged', 'New tribunal cases logged'), ('tribunals_active', 'Active first-tier tribunal cases being managed in the month')], max_length=40)),
                        ('month', models.DateField(help_text='The first day of the month.')),
                        ('kind', models.CharField(choices=[('month', 'Of the month'), ('year_to_date', 'Year to date, as published')], default='month', max_length=12)),
                        ('value', models.PositiveIntegerField(blank=True, null=True)),
                        ('source', models.CharField(max_length=300)),
                        ('file_name', models.CharField(max_length=200)),
                        ('imported_at', models.DateTimeField(default=core.today.now)),
                        ('replaced_at', models.DateTimeField(blank=True, null=True)),
                        ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.area')),
                        ('icb', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('replaced_at__isnull', True)), fields=('icb', 'metric', 'area', 'month', 'kind'), name='one_current_figure_imported', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('kind', 'month'), ('area__isnull', True), _connector='OR'), name='year_to_date_is_of_the_whole_icb'), models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='imported_figure_has_its_source'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='reporting_importedfigure_month_is_a_month')],
                    },
                ),
                migrations.CreateModel(
                    name='MetricStart',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('metric', models.CharField(choices=[('drafts_quality_assured', 'Draft plans quality-assured, health wording provided'), ('annual_reviews_quality_assured', 'Quality assurance of health sections for annual reviews'), ('coproduction_episodes', 'Individual episodes of coproduction with children, young people and families'), ('complex_cases_referred', 'Complex cases referred for DCO management (advice requested)'), ('training_sessions', 'Education and training sessions'), ('tribunals_logged', 'New tribunal cases logged'), ('tribunals_active', 'Active first-tier tribunal cases being managed in the month')], max_length=40)),
                        ('collected_from', models.DateField(help_text='The first day of the month.')),
                        ('icb', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('icb', 'metric'), name='one_start_a_metric'), models.CheckConstraint(condition=models.Q(('collected_from__day', 1)), name='reporting_metricstart_collected_from_is_a_month')],
                    },
                ),
                migrations.CreateModel(
                    name='PublishedRow',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('metric', models.CharField(choices=[('drafts_quality_assured', 'Draft plans quality-assured, health wording provided'), ('annual_reviews_quality_assured', 'Quality assurance of health sections for annual reviews'), ('coproduction_episodes', 'Individual episodes of coproduction with children, young people and families'), ('complex_cases_referred', 'Complex cases referred for DCO management (advice requested)'), ('training_sessions', 'Education and training sessions'), ('tribunals_logged', 'New tribunal cases logged'), ('tribunals_active', 'Active first-tier tribunal cases being managed in the month')], max_length=40)),
                        ('label', models.CharField(max_length=120)),
                        ('position', models.PositiveSmallIntegerField()),
                        ('source', models.CharField(choices=[('computed', 'Counted from the cases'), ('imported', 'Imported'), ('revised', 'Revised since it was published')], max_length=10)),
                        ('notes', models.TextField(blank=True, help_text='One a line.')),
                        ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='reporting.highlightreport')),
                    ],
                    options={
                        'ordering': ['position'],
                        'constraints': [models.UniqueConstraint(fields=('report', 'metric'), name='one_published_row_a_metric')],
                    },
                ),
                migrations.CreateModel(
                    name='PublishedFigure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('area', "An area, in the report's month"), ('month', 'The whole ICB, in a month'), ('year_to_date', 'Year to date')], max_length=12)),
                        ('area_name', models.CharField(blank=True, max_length=60)),
                        ('month', models.DateField()),
                        ('state', models.CharField(choices=[('number', 'A number'), ('not_collected', 'Not collected: X'), ('blank', 'Blank: a later month, or not broken down')], max_length=13)),
                        ('value', models.PositiveIntegerField(blank=True, null=True)),
                        ('imported_from', models.CharField(blank=True, help_text='The source, where it was imported.', max_length=300)),
                        ('was', models.CharField(blank=True, help_text='What an earlier report printed, where it differs.', max_length=12)),
                        ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.area')),
                        ('row', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='reporting.publishedrow')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'constraints': [models.UniqueConstraint(fields=('row', 'kind', 'area', 'month'), name='one_published_figure_a_cell', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('state', 'number'), ('value__isnull', False)), models.Q(models.Q(('state', 'number'), _negated=True), ('value__isnull', True)), _connector='OR'), name='published_number_has_its_value'), models.CheckConstraint(condition=models.Q(models.Q(('area__isnull', False), ('kind', 'area')), models.Q(models.Q(('kind', 'area'), _negated=True), ('area__isnull', True)), _connector='OR'), name='published_figure_of_an_area_names_it')],
                    },
                ),
                migrations.CreateModel(
                    name='PublishedPDF',
                    fields=[
                        ('report', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='pdf', serialize=False, to='reporting.highlightreport')),
                        ('content', models.BinaryField()),
                        ('sha256', models.CharField(max_length=64)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='published_pdf_has_its_checksum')],
                    },
                ),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publishedpdf',
            trigger=pgtrigger.compiler.Trigger(name='published_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='45e6c4ce4b39371e84f5264eee9bb2a0a1dac2a1', operation='UPDATE OR DELETE', pgid='pgtrigger_published_stays_be0e9', table='reporting_publishedpdf', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='highlightreport',
            trigger=pgtrigger.compiler.Trigger(name='published_report_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."status" = \'published\')', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='2fd9e84a4cb3631dda06abe28c94e799cf09798d', operation='UPDATE', pgid='pgtrigger_published_report_stays_57ba2', table='reporting_highlightreport', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='highlightreport',
            trigger=pgtrigger.compiler.Trigger(name='report_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='5d62eea5b777429b06f230f7cf03d60bcd266465', operation='DELETE', pgid='pgtrigger_report_is_kept_0d5b8', table='reporting_highlightreport', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='importedfigure',
            trigger=pgtrigger.compiler.Trigger(name='keep_imported', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='73e4018913494cacf064f2edaf21840642fc2b7a', operation='DELETE', pgid='pgtrigger_keep_imported_c89c2', table='reporting_importedfigure', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='importedfigure',
            trigger=pgtrigger.compiler.Trigger(name='imported_value_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."area_id" IS DISTINCT FROM (NEW."area_id") OR OLD."file_name" IS DISTINCT FROM (NEW."file_name") OR OLD."icb_id" IS DISTINCT FROM (NEW."icb_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."imported_at" IS DISTINCT FROM (NEW."imported_at") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."metric" IS DISTINCT FROM (NEW."metric") OR OLD."month" IS DISTINCT FROM (NEW."month") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."value" IS DISTINCT FROM (NEW."value"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='3b2ea5cba249dbde5e3792466248b45abbeb87e6', operation='UPDATE', pgid='pgtrigger_imported_value_stays_ec0a5', table='reporting_importedfigure', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publishedrow',
            trigger=pgtrigger.compiler.Trigger(name='published_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1a26f6dd8933893956d2f1b26cc5e656c7c4937a', operation='UPDATE OR DELETE', pgid='pgtrigger_published_stays_95c50', table='reporting_publishedrow', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publishedfigure',
            trigger=pgtrigger.compiler.Trigger(name='published_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='10e675cc92d626a65045c7f59663ed7c3b35b3e1', operation='UPDATE OR DELETE', pgid='pgtrigger_published_stays_5d205', table='reporting_publishedfigure', when='BEFORE')),
        ),
    ]
