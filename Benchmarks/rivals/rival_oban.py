"""oban-py on PostgreSQL. Needs Python 3.12."""

import asyncio

import base
import postgres


def worker_class():
    """Defined on demand: only the interpreter that has oban may import it."""
    from oban import worker

    @worker(queue="default")
    class PerformWorker:
        async def process(self, job):
            await base.perform_async(job.args["job"])

    return PerformWorker


class ObanPy(base.AsyncRival):
    name = "oban-py (PostgreSQL)"
    package = "oban"
    durability = "PostgreSQL, synchronous_commit=on"
    workers = "1 queue of 10, LISTEN, stager 1 s (its default)"
    server = "postgres"

    def version(self):
        return f"{super().version()} / {postgres.version()}"

    def setup(self, number):
        from oban import Oban
        from oban.schema import install

        self.database = postgres.fresh_database(self.dsn, f"oban{number}")

        async def make():
            pool = await Oban.create_pool(self.database, min_size=1, max_size=2)
            await install(pool)
            await pool.close()

        asyncio.run(make())

    async def open(self, connections):
        from oban import Oban

        pool = await Oban.create_pool(self.database, min_size=connections, max_size=connections)
        return pool, Oban(pool=pool), worker_class()

    async def put(self, handle, job):
        await handle[1].enqueue(handle[2].new({"job": job}))

    async def put_at(self, handle, job, at):
        await handle[1].enqueue(handle[2].new({"job": job}, scheduled_at=at))

    async def close(self, handle):
        await handle[0].close()

    def wait_until_stored(self):
        return postgres.wait_until_empty(self.database, "SELECT count(*) FROM oban_jobs WHERE state IN ('available', 'scheduled', 'executing')")

    def work(self):
        async def run():
            from oban import Oban

            worker_class()
            pool = await Oban.create_pool(self.database, min_size=4, max_size=10)
            async with Oban(pool=pool, queues={"default": 10}):
                await asyncio.Event().wait()

        asyncio.run(run())
