import time, gzip
import pytest
from django.test import Client
from django.urls import reverse
from tests.benchmarks.long_text import long_desk, scatter
pytestmark = pytest.mark.django_db(transaction=True)

def test_long(django_assert_num_queries):
    t=time.time(); desk=long_desk(); print("built", time.time()-t)
    c=Client(headers={"accept-encoding":"gzip"}); c.force_login(desk.reviewers[0])
    url=reverse("workspace",args=[desk.article.pk])
    for _ in range(4):
        t=time.perf_counter(); r=c.get(url); print(r.status_code, time.perf_counter()-t, len(r.content))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    with CaptureQueriesContext(connection) as q:
        c.get(url)
    print(len(q), [ (x["sql"][:70],x["time"]) for x in q])
    import cProfile,pstats
    p=cProfile.Profile(); p.enable(); c.get(url); p.disable()
    pstats.Stats(p).sort_stats("cumtime").print_stats(45)
    open("/tmp/long.html","w").write(gzip.decompress(c.get(url).content).decode())
