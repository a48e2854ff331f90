-- CreateTable
CREATE TABLE "reminder_settings" (
    "workspace_id" UUID NOT NULL,
    "funnel_id" UUID NOT NULL,
    "follow_up_every_days" INTEGER,
    "first_follow_up_hours" INTEGER,
    "answer_hours" INTEGER,
    "cooling_days" INTEGER,
    "repurchase_after_days" INTEGER,

    CONSTRAINT "reminder_settings_pkey" PRIMARY KEY ("workspace_id","funnel_id")
);

-- CreateTable
CREATE TABLE "reminder_marks" (
    "workspace_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "cause" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3),
    "marked_by" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "lead_id" UUID,
    "opportunity_id" UUID,
    "customer_id" UUID,

    CONSTRAINT "reminder_marks_pkey" PRIMARY KEY ("workspace_id","kind","subject_id","cause")
);

-- CreateTable
CREATE TABLE "assignment_policies" (
    "workspace_id" UUID NOT NULL,
    "funnel_id" UUID NOT NULL,
    "is_active" BOOLEAN NOT NULL,
    "minimum_score" DOUBLE PRECISION,
    "strategy" TEXT NOT NULL,
    "owners" TEXT[],
    "teams" TEXT[],
    "maximum_age_days" INTEGER NOT NULL,
    "last_owner" TEXT,

    CONSTRAINT "assignment_policies_pkey" PRIMARY KEY ("workspace_id","funnel_id")
);

-- CreateTable
CREATE TABLE "assignments" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "lead_id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "strategy" TEXT NOT NULL,
    "score" DECIMAL(9,6),
    "minimum_score" DOUBLE PRECISION,
    "free_capacity" DOUBLE PRECISION,

    CONSTRAINT "assignments_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateIndex
CREATE INDEX "reminder_marks_workspace_id_lead_id_idx" ON "reminder_marks"("workspace_id", "lead_id");

-- CreateIndex
CREATE INDEX "reminder_marks_workspace_id_opportunity_id_idx" ON "reminder_marks"("workspace_id", "opportunity_id");

-- CreateIndex
CREATE INDEX "reminder_marks_workspace_id_customer_id_idx" ON "reminder_marks"("workspace_id", "customer_id");

-- CreateIndex
CREATE INDEX "assignments_workspace_id_at_id_idx" ON "assignments"("workspace_id", "at", "id");

-- CreateIndex
CREATE INDEX "assignments_workspace_id_owner_id_at_idx" ON "assignments"("workspace_id", "owner_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "assignments_workspace_id_lead_id_key" ON "assignments"("workspace_id", "lead_id");

-- CreateIndex
CREATE INDEX "lead_journeys_workspace_id_owner_id_open_until_idx" ON "lead_journeys"("workspace_id", "owner_id", "open_until");

-- AddForeignKey
ALTER TABLE "reminder_settings" ADD CONSTRAINT "reminder_settings_workspace_id_funnel_id_fkey" FOREIGN KEY ("workspace_id", "funnel_id") REFERENCES "funnels"("workspace_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "reminder_marks" ADD CONSTRAINT "reminder_marks_workspace_id_lead_id_fkey" FOREIGN KEY ("workspace_id", "lead_id") REFERENCES "leads"("workspace_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "reminder_marks" ADD CONSTRAINT "reminder_marks_workspace_id_opportunity_id_fkey" FOREIGN KEY ("workspace_id", "opportunity_id") REFERENCES "opportunities"("workspace_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "reminder_marks" ADD CONSTRAINT "reminder_marks_workspace_id_customer_id_fkey" FOREIGN KEY ("workspace_id", "customer_id") REFERENCES "customers"("workspace_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "assignment_policies" ADD CONSTRAINT "assignment_policies_workspace_id_funnel_id_fkey" FOREIGN KEY ("workspace_id", "funnel_id") REFERENCES "funnels"("workspace_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_workspace_id_lead_id_fkey" FOREIGN KEY ("workspace_id", "lead_id") REFERENCES "leads"("workspace_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_workspace_id_owner_id_fkey" FOREIGN KEY ("workspace_id", "owner_id") REFERENCES "owners"("workspace_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;
