"""Pages that start, stop or watch work; included under the name of this app."""

from django.urls import path

from orchestration import library_views, need_views, task_views, usage_views, views

urlpatterns = [
    path("outcomes/<int:pk>/", views.outcome, name="outcome"),
    path("outcomes/<int:pk>/live/", views.live, name="live"),
    path("outcomes/<int:pk>/orchestrate/", views.orchestrate, name="orchestrate"),
    path("outcomes/<int:pk>/stop/", views.stop, name="stop"),
    path("outcomes/<int:pk>/resume/", views.resume, name="resume"),
    path("outcomes/<int:pk>/limit/", views.limit, name="limit"),
    path("outcomes/<int:pk>/budget/", usage_views.budget, name="budget"),
    path("outcomes/<int:pk>/settings/", views.settings, name="settings"),
    path("outcomes/<int:pk>/plan/", need_views.plan, name="plan"),
    path("outcomes/<int:pk>/needs/new/", need_views.new_need, name="new-need"),
    path("outcomes/<int:pk>/needs/<str:name>/waive/", need_views.waive, name="waive"),
    path("outcomes/<int:pk>/needs/<str:name>/supply/", need_views.supply, name="supply"),
    path("outcomes/<int:pk>/needs/<str:name>/rebuild/", need_views.rebuild, name="rebuild"),
    path("outcomes/<int:pk>/needs/<str:name>/dismiss/", need_views.dismiss, name="dismiss"),
    path("outcomes/<int:pk>/needs/<str:name>/edit/", need_views.edit_need, name="edit-need"),
    path("outcomes/<int:pk>/needs/<str:name>/restore/", need_views.restore, name="restore-need"),
    path("outcomes/<int:pk>/tasks/", task_views.tasks, name="tasks"),
    path("outcomes/<int:pk>/tasks/<int:task_id>/", task_views.task, name="task"),
    path("outcomes/<int:pk>/tasks/<int:task_id>/live/", task_views.task_live, name="task-live"),
    path("outcomes/<int:pk>/tasks/<int:task_id>/retry/", task_views.retry, name="retry-task"),
    path("outcomes/<int:pk>/tasks/<int:task_id>/answer/", task_views.answer, name="answer-task"),
    path("inbox/", task_views.inbox, name="inbox"),
    path("outcomes/<int:pk>/tasks/<int:task_id>/skip/", task_views.skip, name="skip-task"),
    path("outcomes/<int:pk>/tasks/<int:task_id>/cancel/", task_views.cancel, name="cancel-task"),
    path("outcomes/<int:pk>/tasks/<int:task_id>/move/", task_views.move, name="move-task"),
    path("usage/", usage_views.usage, name="usage"),
    path("usage/calls.csv", usage_views.calls_csv, name="usage-csv"),
    path("library/", library_views.library, name="library"),
    path("library/skills/new/", library_views.add_skill, name="add-skill"),
    path("library/<str:kind>/<str:name>/remove/", library_views.remove, name="remove-from-library"),
]
