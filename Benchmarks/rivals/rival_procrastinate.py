"""procrastinate on PostgreSQL: one job a fetch, LISTEN/NOTIFY and a poll."""

import asyncio

import procrastinate

import base
import postgres


class Procrastinate(base.AsyncRival):
    name = "procrastinate (PostgreSQL)"
    package = "procrastinate"
    durability = "PostgreSQL, synchronous_commit=on"
    workers = "1 worker, concurrency 10, LISTEN, poll 5 s (its default)"
    jobs = 1000
    server = "postgres"

    def version(self):
        return f"{super().version()} / {postgres.version()}"

    def app(self, connections):
        connector = procrastinate.PsycopgConnector(conninfo=self.database, min_size=connections, max_size=connections)
        app = procrastinate.App(connector=connector)
        return app, app.task(base.perform_async, name="perform")

    def setup(self, number):
        self.database = postgres.fresh_database(self.dsn, f"procrastinate{number}")

        async def install():
            app, _ = self.app(1)
            async with app.open_async():
                await app.schema_manager.apply_schema_async()

        asyncio.run(install())

    async def open(self, connections):
        app, task = self.app(connections)
        await app.open_async()
        return app, task

    async def put(self, handle, job):
        await handle[1].defer_async(job=job)

    async def put_at(self, handle, job, at):
        await handle[1].configure(schedule_at=at).defer_async(job=job)

    async def close(self, handle):
        await handle[0].close_async()

    def wait_until_stored(self):
        return postgres.wait_until_empty(self.database, "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')")

    def work(self):
        async def run():
            app, _ = self.app(12)
            async with app.open_async():
                await app.run_worker_async(concurrency=10)

        asyncio.run(run())
