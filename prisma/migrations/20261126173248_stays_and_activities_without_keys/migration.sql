-- DropForeignKey
ALTER TABLE "activity_journeys" DROP CONSTRAINT "activity_journeys_workspace_id_activity_id_fkey";

-- DropForeignKey
ALTER TABLE "lead_stays" DROP CONSTRAINT "lead_stays_workspace_id_stage_id_fkey";
