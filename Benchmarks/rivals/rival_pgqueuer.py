"""pgqueuer on PostgreSQL: batched fetches and batched ends."""

import asyncio

import asyncpg
from pgqueuer import AsyncpgDriver, AsyncpgPoolDriver, PgQueuer, Queries

import base
import postgres


class PGQueuer(base.AsyncRival):
    name = "pgqueuer (PostgreSQL)"
    package = "pgqueuer"
    durability = "PostgreSQL, synchronous_commit=on, tables logged (durable)"
    workers = "1 worker, batches of 50 (default 10), LISTEN, poll 30 s (its default)"
    server = "postgres"

    def version(self):
        return f"{super().version()} / {postgres.version()}"

    def url(self):
        words = dict(part.split("=", 1) for part in self.database.split())
        return {"host": words["host"], "port": int(words["port"]), "user": words["user"], "database": words["dbname"]}

    def setup(self, number):
        self.database = postgres.fresh_database(self.dsn, f"pgqueuer{number}")

        async def install():
            connection = await asyncpg.connect(**self.url())
            await Queries(AsyncpgDriver(connection)).install()
            await connection.close()

        asyncio.run(install())

    async def open(self, connections):
        pool = await asyncpg.create_pool(**self.url(), min_size=connections, max_size=connections)
        return pool, Queries(AsyncpgPoolDriver(pool))

    async def put(self, handle, job):
        await handle[1].enqueue("perform", job.encode())

    async def put_at(self, handle, job, at):
        await handle[1].enqueue("perform", job.encode(), execute_after=base.in_future(at))

    async def close(self, handle):
        await handle[0].close()

    def wait_until_stored(self):
        return postgres.wait_until_empty(self.database, "SELECT count(*) FROM pgqueuer")

    def work(self):
        async def run():
            connection = await asyncpg.connect(**self.url())
            queuer = PgQueuer.from_asyncpg_connection(connection)

            @queuer.entrypoint("perform")
            async def perform(job):
                await base.perform_async(job.payload.decode())

            await queuer.run(batch_size=50)

        asyncio.run(run())
