import core.tables
import django.db.models.deletion
import simple_history.models
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
                    name='HistoricalSavedFilter',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('verb', models.CharField(max_length=100)),
                        ('actor', models.CharField(max_length=200)),
                        ('revision', models.PositiveIntegerField(default=0, editable=False)),
                        ('name', models.CharField(max_length=60)),
                        ('query', models.CharField(max_length=400)),
                        ('is_first', models.BooleanField(default=False)),
                        ('removed_on', models.DateField(blank=True, null=True)),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_change_reason', models.CharField(max_length=100, null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('owner', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical saved filter',
                        'verbose_name_plural': 'historical saved filters',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='SavedFilter',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('revision', models.PositiveIntegerField(default=0, editable=False)),
                        ('name', models.CharField(max_length=60)),
                        ('query', models.CharField(max_length=400)),
                        ('is_first', models.BooleanField(default=False)),
                        ('removed_on', models.DateField(blank=True, null=True)),
                        ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'saved filter',
                        'ordering': ['name', 'pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('removed_on', None)), fields=('owner', 'name'), name='one_saved_filter_a_name', violation_error_message='You have a filter of this name. Choose another name.'), models.UniqueConstraint(condition=models.Q(('is_first', True), ('removed_on', None)), fields=('owner',), name='one_first_view_a_person')],
                    },
                ),
            ],
        ),
    ]
