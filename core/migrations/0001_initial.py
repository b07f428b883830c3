import core.tables
import core.today
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        core.tables.CreateModels(
            models=[
                migrations.CreateModel(
                    name='FailedTask',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('revision', models.PositiveIntegerField(default=0, editable=False)),
                        ('name', models.CharField(max_length=200)),
                        ('task_id', models.CharField(max_length=60)),
                        ('arguments', models.CharField(blank=True, max_length=300)),
                        ('error', models.CharField(max_length=300)),
                        ('where', models.TextField(blank=True)),
                        ('at', models.DateTimeField(default=core.today.now)),
                        ('status', models.CharField(choices=[('open', 'To be looked at'), ('resolved', 'Resolved')], default='open', max_length=10)),
                    ],
                    options={
                        'ordering': ['-at', '-pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Message',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('revision', models.PositiveIntegerField(default=0, editable=False)),
                        ('key', models.CharField(help_text='What it is about: the same thing is said once.', max_length=200, unique=True)),
                        ('to', models.CharField(help_text='An email address; of a text, a telephone number.', max_length=254)),
                        ('is_text', models.BooleanField(default=False, help_text='A text message, through Notify alone.')),
                        ('subject', models.CharField(max_length=200)),
                        ('body', models.TextField()),
                        ('holds_secret', models.BooleanField(default=False, help_text='Holds a link that lets somebody in.')),
                        ('message_id', models.CharField(help_text='The same at every attempt, so that copies are known.', max_length=200)),
                        ('status', models.CharField(choices=[('queued', 'Queued'), ('sending', 'Being sent'), ('sent', 'Sent'), ('failed', 'Not delivered'), ('uncertain', 'Perhaps sent'), ('given_up', 'Given up')], default='queued', max_length=10)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('last_error', models.CharField(blank=True, max_length=300)),
                        ('carrier', models.CharField(blank=True, choices=[('smtp', 'Mail server'), ('notify', 'GOV.UK Notify')], help_text='Handed to, last.', max_length=6)),
                        ('in_doubt', models.BooleanField(default=False, help_text='Notify may have it: asked before it is sent again.')),
                        ('receipt', models.CharField(blank=True, help_text='What Notify said became of it.', max_length=20)),
                        ('child_id', models.BigIntegerField(blank=True, help_text='Whom it is about, as in the log of views.', null=True)),
                        ('reserved', models.CharField(blank=True, help_text='The permission without which a child’s page does not tell of it.', max_length=40)),
                        ('queued_at', models.DateTimeField(default=core.today.now)),
                        ('next_attempt_at', models.DateTimeField(default=core.today.now)),
                        ('tried_at', models.DateTimeField(blank=True, null=True)),
                        ('sent_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['-queued_at', '-pk'],
                        'indexes': [models.Index(condition=models.Q(('status', 'queued')), fields=['next_attempt_at'], name='message_due'), models.Index(fields=['status', '-queued_at'], name='message_by_status'), models.Index(condition=models.Q(('status__in', ['failed', 'uncertain'])), fields=['child_id'], name='undelivered_of_child')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('status', 'sent')), models.Q(models.Q(('status', 'sent'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='message_sent_has_its_moment'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'sending'), _negated=True), ('tried_at__isnull', False), _connector='OR'), name='message_sending_has_its_moment')],
                    },
                ),
                migrations.CreateModel(
                    name='Draft',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('organisation_id', models.BigIntegerField()),
                        ('team_id', models.BigIntegerField(blank=True, null=True)),
                        ('form', models.CharField(max_length=120)),
                        ('record', models.CharField(max_length=60)),
                        ('data', models.JSONField()),
                        ('saved_at', models.DateTimeField(default=core.today.now)),
                        ('other', models.JSONField(blank=True, help_text='What a colleague had saved and this replaced.', null=True)),
                        ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('organisation_id', 'team_id', 'form', 'record'), name='one_draft_a_form', nulls_distinct=False)],
                    },
                ),
                migrations.CreateModel(
                    name='Submission',
                    fields=[
                        ('token', models.UUIDField(primary_key=True, serialize=False)),
                        ('outcome', models.CharField(blank=True, max_length=500)),
                        ('claimed_at', models.DateTimeField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('outcome', ''), ('outcome__startswith', '/'), _connector='OR'), name='outcome_is_an_address_here')],
                    },
                ),
            ],
        ),
    ]
