-- CreateTable
CREATE TABLE "embed_secrets" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "secret" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "embed_secrets_pkey" PRIMARY KEY ("workspace_id")
);

-- AddForeignKey
ALTER TABLE "embed_secrets" ADD CONSTRAINT "embed_secrets_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("workspace_id") ON DELETE CASCADE ON UPDATE NO ACTION;
