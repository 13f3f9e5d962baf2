"""Pages about what is; those that also start, stop or watch work are orchestration's."""

from django.urls import path

from outcomes.views import account, approach, artifacts, capabilities, proposals, tasks
from outcomes.views import outcomes as pages

app_name = "outcomes"
urlpatterns = [
    path("", pages.outcome_list, name="list"),
    path("outcomes/new/", pages.new_outcome, name="new"),
    path("outcomes/<int:pk>/events/", pages.events, name="events"),
    path("outcomes/<int:pk>/approach/", approach.edit, name="approach"),
    path("outcomes/<int:pk>/approach/revisions/", approach.revisions, name="revisions"),
    path("outcomes/<int:pk>/approach/revisions/<int:number>/", approach.revision, name="revision"),
    path("outcomes/<int:pk>/proposed/", proposals.answer, name="proposed"),
    path("outcomes/<int:pk>/proposed/<str:step>/", proposals.edit, name="edit-proposed"),
    path("outcomes/<int:pk>/tasks/new/", tasks.new, name="new-task"),
    path("outcomes/<int:pk>/tasks/draft/", tasks.draft, name="draft-tasks"),
    path("outcomes/<int:pk>/tasks/<int:task_id>/edit/", tasks.edit, name="edit-task"),
    path("outcomes/<int:pk>/tasks/<int:task_id>/delete/", tasks.delete, name="delete-task"),
    path("outcomes/<int:pk>/artifacts/", artifacts.artifact_list, name="artifacts"),
    path("outcomes/<int:pk>/artifacts/<int:artifact_id>/", artifacts.artifact, name="artifact"),
    path("outcomes/<int:pk>/artifacts/<int:artifact_id>/file/", artifacts.download, name="download"),
    path("skills/<int:pk>/", capabilities.skill, name="skill"),
    path("tools/<int:pk>/", capabilities.tool, name="tool"),
    path("account/tokens/", account.tokens, name="tokens"),
    path("account/tokens/<int:pk>/revoke/", account.revoke_token, name="revoke-token"),
]
