-- AlterTable
ALTER TABLE "workspaces" ADD COLUMN     "cells_version" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "cells" (
    "workspace_id" UUID NOT NULL,
    "funnel_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "cut" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "position" INTEGER NOT NULL,
    "entity_id" UUID NOT NULL,
    "counts" BIGINT[],
    "sums" DECIMAL[],

    CONSTRAINT "cells_pkey" PRIMARY KEY ("workspace_id","funnel_id","source","cut","day","position","entity_id")
);

-- CreateTable
CREATE TABLE "cell_horizons" (
    "workspace_id" UUID NOT NULL,
    "funnel_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "latest" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "cell_horizons_pkey" PRIMARY KEY ("workspace_id","funnel_id","source")
);
