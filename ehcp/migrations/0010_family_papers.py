"""What the family sent in, which goes with each request for advice of an assessment. In the database it is open to
those with the whole file; to a provider that has such a request, while it has it and nothing is kept back from it; and
to a clinician with an open link to one. Whoever sees the record reads its document, and no other of the child’s."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from people import walls

# A request with which its papers are open: not passed on to the Health Advisers, ended, withdrawn or kept from them.
OPEN = """r.assessment_id = ehcp_familypaper.assessment_id AND r.papers_held_because = ''"""
HELD_BY_THEM = """r.status IN ('to_route', 'asked', 'with_service', 'improving', 'returned')
    AND (r.passed_to_has_on IS NULL OR r.service_id IS NOT NULL)"""
ASKED = f"""ehcp_familypaper.status IN ('goes', 'nothing') AND EXISTS (
    SELECT 1 FROM ehcp_advicerequest AS r
    WHERE {OPEN} AND {HELD_BY_THEM} AND {walls.of_organisation("r", "provider_id", "app.child_org_ids")}
)"""
BY_LINK = f"""ehcp_familypaper.status = 'goes' AND EXISTS (
    SELECT 1 FROM ehcp_clinicianlink AS l JOIN ehcp_advicerequest AS r ON r.id = l.request_id
    WHERE l.id = (SELECT app_link()) AND l.status = 'open' AND l.shown_id IS NULL AND {OPEN}
)"""
DOCUMENT = """people_document.status = 'kept' AND people_document.kind IN ('family', 'request', 'other') AND EXISTS (
    SELECT 1 FROM ehcp_familypaper AS p WHERE p.document_id = people_document.id AND p.status = 'goes'
)"""


def readable(table: str, name: str, condition: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE POLICY {name} ON {table} FOR SELECT USING ({condition});", f"DROP POLICY {name} ON {table};"
    )


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_walls'),
        ('clocks', '0004_date_of_the_meeting_set_or_moved'),
        ('ehcp', '0009_not_amended_after_all'),
        ('people', '0004_papers_of_the_family'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FamilyPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
                ('version', models.PositiveSmallIntegerField(blank=True, help_text='Of the document, on that day.', null=True)),
                ('status', models.CharField(choices=[('goes', 'Goes with the requests for advice'), ('nothing', 'The family sent nothing in'), ('taken_back', 'Taken back')], default='goes', editable=False, max_length=10)),
                ('said_on', models.DateField()),
                ('taken_back_on', models.DateField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, help_text='Why it was taken back.', max_length=500)),
            ],
            options={
                'verbose_name': 'paper of the family',
                'verbose_name_plural': 'papers of the family',
                'ordering': ['said_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalFamilyPaper',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('verb', models.CharField(max_length=100)),
                ('actor', models.CharField(max_length=200)),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
                ('version', models.PositiveSmallIntegerField(blank=True, help_text='Of the document, on that day.', null=True)),
                ('status', models.CharField(choices=[('goes', 'Goes with the requests for advice'), ('nothing', 'The family sent nothing in'), ('taken_back', 'Taken back')], default='goes', editable=False, max_length=10)),
                ('said_on', models.DateField()),
                ('taken_back_on', models.DateField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, help_text='Why it was taken back.', max_length=500)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical paper of the family',
                'verbose_name_plural': 'historical papers of the family',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name='advicerequest',
            name='papers_held_because',
            field=models.TextField(blank=True, max_length=2000),
        ),
        migrations.AddField(
            model_name='advicerequest',
            name='papers_sent_because',
            field=models.TextField(blank=True, help_text='Although the family refused.', max_length=2000),
        ),
        migrations.AddField(
            model_name='historicaladvicerequest',
            name='papers_held_because',
            field=models.TextField(blank=True, max_length=2000),
        ),
        migrations.AddField(
            model_name='historicaladvicerequest',
            name='papers_sent_because',
            field=models.TextField(blank=True, help_text='Although the family refused.', max_length=2000),
        ),
        migrations.AddConstraint(
            model_name='advicerequest',
            constraint=models.CheckConstraint(condition=models.Q(('papers_held_because', ''), ('papers_sent_because', ''), _connector='OR'), name='family_papers_held_or_sent_not_both'),
        ),
        migrations.AddField(
            model_name='familypaper',
            name='assessment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='family_papers', to='ehcp.assessmentrequest'),
        ),
        migrations.AddField(
            model_name='familypaper',
            name='child',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.child'),
        ),
        migrations.AddField(
            model_name='familypaper',
            name='document',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.document'),
        ),
        migrations.AddField(
            model_name='familypaper',
            name='said_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='familypaper',
            name='taken_back_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalfamilypaper',
            name='assessment',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='ehcp.assessmentrequest'),
        ),
        migrations.AddField(
            model_name='historicalfamilypaper',
            name='child',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.child'),
        ),
        migrations.AddField(
            model_name='historicalfamilypaper',
            name='document',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.document'),
        ),
        migrations.AddField(
            model_name='historicalfamilypaper',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalfamilypaper',
            name='said_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalfamilypaper',
            name='taken_back_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='familypaper',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken_back_by__isnull', True), ('taken_back_on__isnull', True)), models.Q(('taken_back_by__isnull', False), ('taken_back_on__isnull', False)), _connector='OR'), name='family_paper_taken_back_on_and_by'),
        ),
        migrations.AddConstraint(
            model_name='familypaper',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('document__isnull', False), ('status', 'goes'), ('taken_back_on', None), ('version__isnull', False)), models.Q(('document', None), ('status', 'nothing'), ('taken_back_on', None), ('version', None)), models.Q(('document__isnull', False), ('status', 'taken_back'), ('taken_back_on__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='family_paper_is_a_paper_or_none'),
        ),
        migrations.AddConstraint(
            model_name='familypaper',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'goes')), fields=('assessment', 'document'), name='a_family_paper_goes_once', violation_error_message='This paper goes with the requests already.'),
        ),
        walls.behind_child("ehcp_familypaper"),
        walls.behind_child("ehcp_historicalfamilypaper"),
        walls.append_only("ehcp_historicalfamilypaper"),
        readable("ehcp_familypaper", "asked", ASKED),
        readable("ehcp_familypaper", "by_link", BY_LINK),
        readable("people_document", "with_request", DOCUMENT),
    ]
