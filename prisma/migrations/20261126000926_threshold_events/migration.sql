-- CreateTable
CREATE TABLE "event_logs" (
    "workspace_id" UUID NOT NULL,
    "sequence" BIGINT NOT NULL,
    "points" BIGINT NOT NULL,
    "seen_version" BIGINT NOT NULL,
    "evaluated_at" TIMESTAMPTZ(3),

    CONSTRAINT "event_logs_pkey" PRIMARY KEY ("workspace_id")
);

-- CreateTable
CREATE TABLE "fact_changes" (
    "workspace_id" UUID NOT NULL,
    "version" BIGINT NOT NULL,
    "kinds" TEXT[],
    "earliest" TIMESTAMPTZ(3),

    CONSTRAINT "fact_changes_pkey" PRIMARY KEY ("workspace_id","version")
);

-- CreateTable
CREATE TABLE "alert_rules" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "funnel_id" UUID NOT NULL,
    "kpi" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "definition" JSONB NOT NULL,
    "template" TEXT,
    "enabled" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "fault" JSONB,

    CONSTRAINT "alert_rules_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "alert_states" (
    "workspace_id" UUID NOT NULL,
    "rule_id" UUID NOT NULL,
    "instance" TEXT NOT NULL,
    "phase" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "window_from" DATE NOT NULL,
    "had_data" BOOLEAN NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "breach_id" UUID,

    CONSTRAINT "alert_states_pkey" PRIMARY KEY ("workspace_id","rule_id","instance")
);

-- CreateTable
CREATE TABLE "evaluation_points" (
    "workspace_id" UUID NOT NULL,
    "number" BIGINT NOT NULL,
    "rule_id" UUID NOT NULL,
    "rule_version" INTEGER NOT NULL,
    "instance" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "data_version" BIGINT NOT NULL,
    "window_from" DATE NOT NULL,
    "window_to" DATE NOT NULL,
    "kpi_value" DOUBLE PRECISION,
    "other_value" DOUBLE PRECISION,
    "value" DOUBLE PRECISION,
    "low" DOUBLE PRECISION,
    "high" DOUBLE PRECISION,
    "sample_size" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "guard" BOOLEAN,
    "judgement" TEXT NOT NULL,
    "phase_before" TEXT NOT NULL,
    "phase_after" TEXT NOT NULL,
    "event_id" UUID,
    "rechecks" UUID,

    CONSTRAINT "evaluation_points_pkey" PRIMARY KEY ("workspace_id","number")
);

-- CreateTable
CREATE TABLE "kpi_events" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "sequence" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "rule_id" UUID NOT NULL,
    "rule_version" INTEGER NOT NULL,
    "kpi" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "instance" TEXT NOT NULL,
    "value" DOUBLE PRECISION,
    "kpi_value" DOUBLE PRECISION,
    "threshold" DOUBLE PRECISION NOT NULL,
    "window_from" DATE NOT NULL,
    "window_to" DATE NOT NULL,
    "time_zone" TEXT NOT NULL,
    "sample_size" INTEGER NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "silenced" BOOLEAN NOT NULL,
    "revises" UUID,
    "reason" TEXT,
    "recheck" BOOLEAN NOT NULL,
    "revised" BOOLEAN NOT NULL,

    CONSTRAINT "kpi_events_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "alert_silences" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "rule_id" UUID,
    "instance" TEXT,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "alert_silences_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateIndex
CREATE INDEX "evaluation_points_workspace_id_rule_id_instance_number_idx" ON "evaluation_points"("workspace_id", "rule_id", "instance", "number");

-- CreateIndex
CREATE INDEX "kpi_events_workspace_id_rule_id_occurred_at_idx" ON "kpi_events"("workspace_id", "rule_id", "occurred_at");

-- CreateIndex
CREATE INDEX "kpi_events_workspace_id_recheck_idx" ON "kpi_events"("workspace_id", "recheck");

-- CreateIndex
CREATE UNIQUE INDEX "kpi_events_workspace_id_sequence_key" ON "kpi_events"("workspace_id", "sequence");

-- AddForeignKey
ALTER TABLE "alert_states" ADD CONSTRAINT "alert_states_workspace_id_rule_id_fkey" FOREIGN KEY ("workspace_id", "rule_id") REFERENCES "alert_rules"("workspace_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "kpi_events" ADD CONSTRAINT "kpi_events_workspace_id_rule_id_fkey" FOREIGN KEY ("workspace_id", "rule_id") REFERENCES "alert_rules"("workspace_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;
