-- Journeys that are there already get values that satisfy the columns; they are rebuilt at the next start (workspaces.journeys_version).

-- AlterTable
ALTER TABLE "customer_journeys" ADD COLUMN     "external_id" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "referrer" TEXT;
ALTER TABLE "customer_journeys" ALTER COLUMN "external_id" DROP DEFAULT;

-- AlterTable
ALTER TABLE "funnels" ADD COLUMN     "activity_weights" JSONB,
ADD COLUMN     "customer_churn_days" INTEGER,
ADD COLUMN     "follow_up_effect_days" INTEGER NOT NULL DEFAULT 7,
ADD COLUMN     "lead_churn_days" INTEGER NOT NULL DEFAULT 30,
ADD COLUMN     "stalled_after_days" INTEGER;

-- AlterTable
ALTER TABLE "lead_journeys" RENAME COLUMN "quality_score" TO "quality_score_a";
ALTER TABLE "lead_journeys" ADD COLUMN     "first_follow_up_at" TIMESTAMPTZ(3),
ADD COLUMN     "first_interaction_at" TIMESTAMPTZ(3),
ADD COLUMN     "open_during" tstzmultirange NOT NULL DEFAULT '{}',
ADD COLUMN     "open_until" TIMESTAMPTZ(3),
ADD COLUMN     "quality_score_b" DECIMAL(9,6);
ALTER TABLE "lead_journeys" ALTER COLUMN "open_during" DROP DEFAULT;

-- AlterTable
ALTER TABLE "opportunity_journeys" ADD COLUMN     "closed_at" TIMESTAMPTZ(3),
ADD COLUMN     "first_quote_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "workspaces" ADD COLUMN     "journeys_version" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "scoring_models" (
    "workspace_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "rules" JSONB NOT NULL,
    "slot" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "activated_at" TIMESTAMPTZ(3),
    "leads_scored" INTEGER NOT NULL DEFAULT 0,
    "leads_total" INTEGER NOT NULL DEFAULT 0,
    "scored_through" UUID,

    CONSTRAINT "scoring_models_pkey" PRIMARY KEY ("workspace_id","version")
);

-- CreateTable
CREATE TABLE "erasures" (
    "workspace_id" UUID NOT NULL,
    "lead_hash" TEXT NOT NULL,
    "erased_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "erasures_pkey" PRIMARY KEY ("workspace_id","lead_hash")
);

-- CreateTable
CREATE TABLE "activity_journeys" (
    "workspace_id" UUID NOT NULL,
    "activity_id" UUID NOT NULL,
    "lead_id" UUID NOT NULL,
    "funnel_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "owner_id" UUID,
    "responded_at" TIMESTAMPTZ(3),
    "interaction_at" TIMESTAMPTZ(3),
    "activity_score" DOUBLE PRECISION,
    "next_score_at" TIMESTAMPTZ(3),
    "previous_follow_up_at" TIMESTAMPTZ(3),
    "next_interaction_at" TIMESTAMPTZ(3),
    "advanced_at" TIMESTAMPTZ(3),
    "starts_wait" BOOLEAN NOT NULL,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "activity_journeys_pkey" PRIMARY KEY ("workspace_id","activity_id")
);

-- CreateIndex
CREATE INDEX "activity_journeys_workspace_id_funnel_id_direction_at_idx" ON "activity_journeys"("workspace_id", "funnel_id", "direction", "at");

-- CreateIndex
CREATE INDEX "activity_journeys_workspace_id_lead_id_interaction_at_idx" ON "activity_journeys"("workspace_id", "lead_id", "interaction_at");

-- CreateIndex
CREATE INDEX "customer_journeys_workspace_id_referrer_idx" ON "customer_journeys"("workspace_id", "referrer");

-- CreateIndex
CREATE INDEX "lead_journeys_workspace_id_funnel_id_open_until_idx" ON "lead_journeys"("workspace_id", "funnel_id", "open_until");

-- CreateIndex
CREATE INDEX "opportunity_journeys_workspace_id_funnel_id_closed_at_idx" ON "opportunity_journeys"("workspace_id", "funnel_id", "closed_at");

-- CreateIndex
CREATE INDEX "opportunity_journeys_workspace_id_funnel_id_first_quote_at_idx" ON "opportunity_journeys"("workspace_id", "funnel_id", "first_quote_at");

-- CreateIndex
CREATE INDEX "quotes_workspace_id_sent_at_idx" ON "quotes"("workspace_id", "sent_at");

-- CreateIndex
CREATE INDEX "surveys_workspace_id_at_idx" ON "surveys"("workspace_id", "at");

-- AddForeignKey
ALTER TABLE "scoring_models" ADD CONSTRAINT "scoring_models_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("workspace_id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "activity_journeys" ADD CONSTRAINT "activity_journeys_workspace_id_activity_id_fkey" FOREIGN KEY ("workspace_id", "activity_id") REFERENCES "activities"("workspace_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;
