-- CreateTable
CREATE TABLE "imports" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "last_progress_at" TIMESTAMPTZ(3),
    "alive_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "accepted" BIGINT NOT NULL,
    "unchanged" BIGINT NOT NULL,
    "rejected" BIGINT NOT NULL,
    "deferred" BIGINT NOT NULL,
    "lines_read" BIGINT NOT NULL,

    CONSTRAINT "imports_pkey" PRIMARY KEY ("workspace_id","id")
);
