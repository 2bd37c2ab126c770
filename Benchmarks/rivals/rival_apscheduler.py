"""APScheduler 4 with SQLite. Its local event broker stays within a process, so that producer and worker share one."""

import os
from datetime import datetime, timezone

from apscheduler import Scheduler
from apscheduler.datastores.sqlalchemy import SQLAlchemyDataStore
from apscheduler.triggers.date import DateTrigger
from sqlalchemy import event
from sqlalchemy.ext.asyncio import create_async_engine

import base


class SchedulerProducer:
    """All producers are threads that call into the one scheduler."""

    def __init__(self, scheduler):
        self.scheduler = scheduler

    def put(self, job):
        self.scheduler.add_job("perform", args=(job,))

    def put_at(self, job, moment):
        self.scheduler.add_schedule("perform", DateTrigger(datetime.fromtimestamp(moment, timezone.utc)), args=(job,))

    def close(self):
        pass


class APS(base.Rival):
    name = "APScheduler 4 (SQLite)"
    package = "APScheduler"
    durability = "SQLite WAL, synchronous=FULL"
    workers = "coroutines in the producers' process, up to 100 at once"
    jobs = 1000
    _scheduler = None

    def setup(self, number):
        self.teardown()
        engine = create_async_engine(f"sqlite+aiosqlite:///{os.path.join(self.folder, f'aps-{number}.db')}", connect_args={"timeout": 60})

        @event.listens_for(engine.sync_engine, "connect")
        def durable(connection, _):
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")

        self._scheduler = Scheduler(SQLAlchemyDataStore(engine))
        self._scheduler.__enter__()
        self._scheduler.configure_task("perform", func=base.perform_async, job_executor="async", max_running_jobs=100)

    def connect(self):
        return SchedulerProducer(self._scheduler)

    def start_working(self):
        self._report = base.REPORT = base.Report()
        self._scheduler.start_in_background()

    def stop_working(self):
        if self._scheduler is not None:
            self._scheduler.stop()

    def teardown(self):
        if self._scheduler is not None:
            self._scheduler.__exit__(None, None, None)
            self._scheduler = None
