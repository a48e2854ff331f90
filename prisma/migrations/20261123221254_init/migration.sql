-- CreateTable
CREATE TABLE "workspaces" (
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "data_version" BIGINT NOT NULL DEFAULT 0,
    "arrivals" BIGINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "workspaces_pkey" PRIMARY KEY ("workspace_id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "workspace_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "request" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "answer" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("workspace_id","key")
);

-- CreateTable
CREATE TABLE "funnels" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name_en" TEXT,
    "name_zh" TEXT,
    "is_default" BOOLEAN NOT NULL,
    "qualified_threshold" DOUBLE PRECISION NOT NULL DEFAULT 60,
    "skip_policy" TEXT NOT NULL DEFAULT 'FILL',

    CONSTRAINT "funnels_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "stages" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "funnel_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name_en" TEXT,
    "name_zh" TEXT,
    "position" INTEGER NOT NULL,
    "category" TEXT NOT NULL,

    CONSTRAINT "stages_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "channels" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT,
    "kind" TEXT,
    "arrival" BIGINT NOT NULL,
    "updated_at" TIMESTAMPTZ(3),

    CONSTRAINT "channels_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "owners" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT,
    "team" TEXT,
    "weekly_capacity" DOUBLE PRECISION,
    "arrival" BIGINT NOT NULL,
    "updated_at" TIMESTAMPTZ(3),

    CONSTRAINT "owners_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "products" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT,

    CONSTRAINT "products_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "leads" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "arrival" BIGINT NOT NULL,
    "updated_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "funnel_id" UUID NOT NULL,
    "channel_id" UUID,
    "owner_id" UUID,
    "product_id" UUID,
    "name" TEXT,
    "email" TEXT,
    "company" TEXT,
    "industry" TEXT,
    "company_size" INTEGER,
    "region" TEXT,
    "need_match" DECIMAL(9,6),
    "tags" TEXT[],
    "referred_by" TEXT,
    "attributes" JSONB,

    CONSTRAINT "leads_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "transitions" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "arrival" BIGINT NOT NULL,
    "updated_at" TIMESTAMPTZ(3),
    "lead_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "to_stage" TEXT NOT NULL,
    "reason" TEXT,
    "owner_id" UUID,

    CONSTRAINT "transitions_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "activities" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "arrival" BIGINT NOT NULL,
    "updated_at" TIMESTAMPTZ(3),
    "lead_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "owner_id" UUID,
    "responded_at" TIMESTAMPTZ(3),
    "content" TEXT,

    CONSTRAINT "activities_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "opportunities" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "arrival" BIGINT NOT NULL,
    "updated_at" TIMESTAMPTZ(3),
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "amount" DECIMAL(24,6),
    "currency" TEXT,
    "per_unit" DECIMAL(24,12),
    "lead_id" UUID,
    "customer_id" UUID,
    "owner_id" UUID,
    "channel_id" UUID,
    "product_id" UUID,
    "won_at" TIMESTAMPTZ(3),
    "lost_at" TIMESTAMPTZ(3),
    "lost_reason" TEXT,

    CONSTRAINT "opportunities_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "quotes" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "arrival" BIGINT NOT NULL,
    "updated_at" TIMESTAMPTZ(3),
    "opportunity_id" UUID NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "amount" DECIMAL(24,6),
    "currency" TEXT,
    "per_unit" DECIMAL(24,12),
    "accepted_at" TIMESTAMPTZ(3),
    "rejected_at" TIMESTAMPTZ(3),

    CONSTRAINT "quotes_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "customers" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "arrival" BIGINT NOT NULL,
    "updated_at" TIMESTAMPTZ(3),
    "became_at" TIMESTAMPTZ(3) NOT NULL,
    "lead_id" UUID,
    "referred_by" TEXT,
    "name" TEXT,

    CONSTRAINT "customers_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "orders" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "arrival" BIGINT NOT NULL,
    "updated_at" TIMESTAMPTZ(3),
    "customer_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "amount" DECIMAL(24,6) NOT NULL,
    "currency" TEXT,
    "per_unit" DECIMAL(24,12),
    "product_id" UUID,

    CONSTRAINT "orders_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "surveys" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "arrival" BIGINT NOT NULL,
    "updated_at" TIMESTAMPTZ(3),
    "customer_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "score" INTEGER NOT NULL,

    CONSTRAINT "surveys_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "spend" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "arrival" BIGINT NOT NULL,
    "updated_at" TIMESTAMPTZ(3),
    "channel_id" UUID NOT NULL,
    "date" DATE NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "amount" DECIMAL(24,6) NOT NULL,
    "currency" TEXT,
    "per_unit" DECIMAL(24,12),
    "campaign" TEXT,
    "funnel_id" UUID NOT NULL,

    CONSTRAINT "spend_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "rates" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "arrival" BIGINT NOT NULL,
    "updated_at" TIMESTAMPTZ(3),
    "currency" TEXT NOT NULL,
    "date" DATE NOT NULL,
    "per_unit" DECIMAL(24,12) NOT NULL,

    CONSTRAINT "rates_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "deferred_facts" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "parent_kind" TEXT NOT NULL,
    "parent_external_id" TEXT NOT NULL,
    "arrival" BIGINT NOT NULL,
    "fact" JSONB NOT NULL,

    CONSTRAINT "deferred_facts_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "lead_journeys" (
    "workspace_id" UUID NOT NULL,
    "lead_id" UUID NOT NULL,
    "funnel_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "channel_id" UUID,
    "owner_id" UUID,
    "product_id" UUID,
    "industry" TEXT,
    "region" TEXT,
    "company_size" INTEGER,
    "tags" TEXT[],
    "quality_score" DECIMAL(9,6),
    "reached_at" TIMESTAMPTZ(3)[],
    "entered" BOOLEAN[],
    "lost_toggles" TIMESTAMPTZ(3)[],
    "won_at" TIMESTAMPTZ(3),
    "last_reached_at" TIMESTAMPTZ(3) NOT NULL,
    "first_response_at" TIMESTAMPTZ(3),

    CONSTRAINT "lead_journeys_pkey" PRIMARY KEY ("workspace_id","lead_id")
);

-- CreateTable
CREATE TABLE "lead_stays" (
    "workspace_id" UUID NOT NULL,
    "lead_id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "funnel_id" UUID NOT NULL,
    "stage_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "entered_at" TIMESTAMPTZ(3) NOT NULL,
    "left_at" TIMESTAMPTZ(3),
    "seen_from" TIMESTAMPTZ(3) NOT NULL,
    "seen_until" TIMESTAMPTZ(3),

    CONSTRAINT "lead_stays_pkey" PRIMARY KEY ("workspace_id","lead_id","ordinal")
);

-- CreateTable
CREATE TABLE "opportunity_journeys" (
    "workspace_id" UUID NOT NULL,
    "opportunity_id" UUID NOT NULL,
    "funnel_id" UUID NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "won_at" TIMESTAMPTZ(3),
    "lost_at" TIMESTAMPTZ(3),
    "amount" DECIMAL(38,12),
    "lead_id" UUID,
    "lead_created_at" TIMESTAMPTZ(3),
    "lead_channel_id" UUID,
    "channel_id" UUID,
    "owner_id" UUID,
    "product_id" UUID,
    "industry" TEXT,
    "region" TEXT,
    "company_size" INTEGER,
    "tags" TEXT[],

    CONSTRAINT "opportunity_journeys_pkey" PRIMARY KEY ("workspace_id","opportunity_id")
);

-- CreateTable
CREATE TABLE "customer_journeys" (
    "workspace_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "funnel_id" UUID NOT NULL,
    "became_at" TIMESTAMPTZ(3) NOT NULL,
    "lead_id" UUID,
    "lead_created_at" TIMESTAMPTZ(3),
    "channel_id" UUID,
    "owner_id" UUID,
    "product_id" UUID,
    "industry" TEXT,
    "region" TEXT,
    "company_size" INTEGER,
    "tags" TEXT[],
    "first_order_at" TIMESTAMPTZ(3),
    "second_order_at" TIMESTAMPTZ(3),
    "order_count" INTEGER NOT NULL,
    "revenue" DECIMAL(38,12) NOT NULL,

    CONSTRAINT "customer_journeys_pkey" PRIMARY KEY ("workspace_id","customer_id")
);

-- CreateTable
CREATE TABLE "order_journeys" (
    "workspace_id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "funnel_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "amount" DECIMAL(38,12) NOT NULL,
    "channel_id" UUID,
    "owner_id" UUID,
    "product_id" UUID,
    "customer_product_id" UUID,
    "industry" TEXT,
    "region" TEXT,
    "company_size" INTEGER,
    "tags" TEXT[],

    CONSTRAINT "order_journeys_pkey" PRIMARY KEY ("workspace_id","order_id")
);

-- CreateIndex
CREATE INDEX "api_keys_hash_idx" ON "api_keys"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_workspace_id_hash_key" ON "api_keys"("workspace_id", "hash");

-- CreateIndex
CREATE UNIQUE INDEX "funnels_workspace_id_key_key" ON "funnels"("workspace_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "stages_workspace_id_funnel_id_key_key" ON "stages"("workspace_id", "funnel_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "channels_workspace_id_key_key" ON "channels"("workspace_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "owners_workspace_id_key_key" ON "owners"("workspace_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "products_workspace_id_key_key" ON "products"("workspace_id", "key");

-- CreateIndex
CREATE INDEX "leads_workspace_id_created_at_id_idx" ON "leads"("workspace_id", "created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "leads_workspace_id_external_id_key" ON "leads"("workspace_id", "external_id");

-- CreateIndex
CREATE INDEX "transitions_workspace_id_lead_id_idx" ON "transitions"("workspace_id", "lead_id");

-- CreateIndex
CREATE UNIQUE INDEX "transitions_workspace_id_external_id_key" ON "transitions"("workspace_id", "external_id");

-- CreateIndex
CREATE INDEX "activities_workspace_id_lead_id_at_idx" ON "activities"("workspace_id", "lead_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "activities_workspace_id_external_id_key" ON "activities"("workspace_id", "external_id");

-- CreateIndex
CREATE INDEX "opportunities_workspace_id_lead_id_idx" ON "opportunities"("workspace_id", "lead_id");

-- CreateIndex
CREATE INDEX "opportunities_workspace_id_customer_id_idx" ON "opportunities"("workspace_id", "customer_id");

-- CreateIndex
CREATE INDEX "opportunities_workspace_id_opened_at_id_idx" ON "opportunities"("workspace_id", "opened_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "opportunities_workspace_id_external_id_key" ON "opportunities"("workspace_id", "external_id");

-- CreateIndex
CREATE INDEX "quotes_workspace_id_opportunity_id_idx" ON "quotes"("workspace_id", "opportunity_id");

-- CreateIndex
CREATE UNIQUE INDEX "quotes_workspace_id_external_id_key" ON "quotes"("workspace_id", "external_id");

-- CreateIndex
CREATE INDEX "customers_workspace_id_lead_id_idx" ON "customers"("workspace_id", "lead_id");

-- CreateIndex
CREATE INDEX "customers_workspace_id_became_at_id_idx" ON "customers"("workspace_id", "became_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "customers_workspace_id_external_id_key" ON "customers"("workspace_id", "external_id");

-- CreateIndex
CREATE INDEX "orders_workspace_id_customer_id_idx" ON "orders"("workspace_id", "customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "orders_workspace_id_external_id_key" ON "orders"("workspace_id", "external_id");

-- CreateIndex
CREATE INDEX "surveys_workspace_id_customer_id_idx" ON "surveys"("workspace_id", "customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "surveys_workspace_id_external_id_key" ON "surveys"("workspace_id", "external_id");

-- CreateIndex
CREATE INDEX "spend_workspace_id_funnel_id_at_idx" ON "spend"("workspace_id", "funnel_id", "at");

-- CreateIndex
CREATE INDEX "spend_workspace_id_channel_id_idx" ON "spend"("workspace_id", "channel_id");

-- CreateIndex
CREATE UNIQUE INDEX "spend_workspace_id_external_id_key" ON "spend"("workspace_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "rates_workspace_id_external_id_key" ON "rates"("workspace_id", "external_id");

-- CreateIndex
CREATE INDEX "deferred_facts_workspace_id_parent_kind_parent_external_id_idx" ON "deferred_facts"("workspace_id", "parent_kind", "parent_external_id");

-- CreateIndex
CREATE INDEX "deferred_facts_workspace_id_kind_external_id_idx" ON "deferred_facts"("workspace_id", "kind", "external_id");

-- CreateIndex
CREATE INDEX "lead_journeys_workspace_id_funnel_id_created_at_idx" ON "lead_journeys"("workspace_id", "funnel_id", "created_at");

-- CreateIndex
CREATE INDEX "lead_journeys_workspace_id_funnel_id_last_reached_at_idx" ON "lead_journeys"("workspace_id", "funnel_id", "last_reached_at");

-- CreateIndex
CREATE INDEX "lead_journeys_workspace_id_funnel_id_won_at_idx" ON "lead_journeys"("workspace_id", "funnel_id", "won_at");

-- CreateIndex
CREATE INDEX "lead_stays_workspace_id_funnel_id_left_at_idx" ON "lead_stays"("workspace_id", "funnel_id", "left_at");

-- CreateIndex
CREATE INDEX "opportunity_journeys_workspace_id_funnel_id_opened_at_idx" ON "opportunity_journeys"("workspace_id", "funnel_id", "opened_at");

-- CreateIndex
CREATE INDEX "opportunity_journeys_workspace_id_funnel_id_won_at_idx" ON "opportunity_journeys"("workspace_id", "funnel_id", "won_at");

-- CreateIndex
CREATE INDEX "opportunity_journeys_workspace_id_funnel_id_lost_at_idx" ON "opportunity_journeys"("workspace_id", "funnel_id", "lost_at");

-- CreateIndex
CREATE INDEX "opportunity_journeys_workspace_id_funnel_id_lead_created_at_idx" ON "opportunity_journeys"("workspace_id", "funnel_id", "lead_created_at");

-- CreateIndex
CREATE INDEX "customer_journeys_workspace_id_funnel_id_became_at_idx" ON "customer_journeys"("workspace_id", "funnel_id", "became_at");

-- CreateIndex
CREATE INDEX "customer_journeys_workspace_id_funnel_id_lead_created_at_idx" ON "customer_journeys"("workspace_id", "funnel_id", "lead_created_at");

-- CreateIndex
CREATE INDEX "customer_journeys_workspace_id_funnel_id_first_order_at_idx" ON "customer_journeys"("workspace_id", "funnel_id", "first_order_at");

-- CreateIndex
CREATE INDEX "order_journeys_workspace_id_funnel_id_at_idx" ON "order_journeys"("workspace_id", "funnel_id", "at");

-- CreateIndex
CREATE INDEX "order_journeys_workspace_id_customer_id_idx" ON "order_journeys"("workspace_id", "customer_id");

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("workspace_id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "funnels" ADD CONSTRAINT "funnels_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("workspace_id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "stages" ADD CONSTRAINT "stages_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("workspace_id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "stages" ADD CONSTRAINT "stages_workspace_id_funnel_id_fkey" FOREIGN KEY ("workspace_id", "funnel_id") REFERENCES "funnels"("workspace_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "channels" ADD CONSTRAINT "channels_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("workspace_id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "owners" ADD CONSTRAINT "owners_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("workspace_id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "products" ADD CONSTRAINT "products_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("workspace_id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "leads" ADD CONSTRAINT "leads_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("workspace_id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "leads" ADD CONSTRAINT "leads_workspace_id_funnel_id_fkey" FOREIGN KEY ("workspace_id", "funnel_id") REFERENCES "funnels"("workspace_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "leads" ADD CONSTRAINT "leads_workspace_id_channel_id_fkey" FOREIGN KEY ("workspace_id", "channel_id") REFERENCES "channels"("workspace_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "leads" ADD CONSTRAINT "leads_workspace_id_owner_id_fkey" FOREIGN KEY ("workspace_id", "owner_id") REFERENCES "owners"("workspace_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "leads" ADD CONSTRAINT "leads_workspace_id_product_id_fkey" FOREIGN KEY ("workspace_id", "product_id") REFERENCES "products"("workspace_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "transitions" ADD CONSTRAINT "transitions_workspace_id_lead_id_fkey" FOREIGN KEY ("workspace_id", "lead_id") REFERENCES "leads"("workspace_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "transitions" ADD CONSTRAINT "transitions_workspace_id_owner_id_fkey" FOREIGN KEY ("workspace_id", "owner_id") REFERENCES "owners"("workspace_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "activities" ADD CONSTRAINT "activities_workspace_id_lead_id_fkey" FOREIGN KEY ("workspace_id", "lead_id") REFERENCES "leads"("workspace_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "activities" ADD CONSTRAINT "activities_workspace_id_owner_id_fkey" FOREIGN KEY ("workspace_id", "owner_id") REFERENCES "owners"("workspace_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("workspace_id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_workspace_id_lead_id_fkey" FOREIGN KEY ("workspace_id", "lead_id") REFERENCES "leads"("workspace_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_workspace_id_customer_id_fkey" FOREIGN KEY ("workspace_id", "customer_id") REFERENCES "customers"("workspace_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_workspace_id_owner_id_fkey" FOREIGN KEY ("workspace_id", "owner_id") REFERENCES "owners"("workspace_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_workspace_id_channel_id_fkey" FOREIGN KEY ("workspace_id", "channel_id") REFERENCES "channels"("workspace_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_workspace_id_product_id_fkey" FOREIGN KEY ("workspace_id", "product_id") REFERENCES "products"("workspace_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "quotes" ADD CONSTRAINT "quotes_workspace_id_opportunity_id_fkey" FOREIGN KEY ("workspace_id", "opportunity_id") REFERENCES "opportunities"("workspace_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "customers" ADD CONSTRAINT "customers_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("workspace_id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "customers" ADD CONSTRAINT "customers_workspace_id_lead_id_fkey" FOREIGN KEY ("workspace_id", "lead_id") REFERENCES "leads"("workspace_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "orders" ADD CONSTRAINT "orders_workspace_id_customer_id_fkey" FOREIGN KEY ("workspace_id", "customer_id") REFERENCES "customers"("workspace_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "orders" ADD CONSTRAINT "orders_workspace_id_product_id_fkey" FOREIGN KEY ("workspace_id", "product_id") REFERENCES "products"("workspace_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "surveys" ADD CONSTRAINT "surveys_workspace_id_customer_id_fkey" FOREIGN KEY ("workspace_id", "customer_id") REFERENCES "customers"("workspace_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "spend" ADD CONSTRAINT "spend_workspace_id_channel_id_fkey" FOREIGN KEY ("workspace_id", "channel_id") REFERENCES "channels"("workspace_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "lead_journeys" ADD CONSTRAINT "lead_journeys_workspace_id_lead_id_fkey" FOREIGN KEY ("workspace_id", "lead_id") REFERENCES "leads"("workspace_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "lead_stays" ADD CONSTRAINT "lead_stays_workspace_id_lead_id_fkey" FOREIGN KEY ("workspace_id", "lead_id") REFERENCES "leads"("workspace_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "lead_stays" ADD CONSTRAINT "lead_stays_workspace_id_stage_id_fkey" FOREIGN KEY ("workspace_id", "stage_id") REFERENCES "stages"("workspace_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "opportunity_journeys" ADD CONSTRAINT "opportunity_journeys_workspace_id_opportunity_id_fkey" FOREIGN KEY ("workspace_id", "opportunity_id") REFERENCES "opportunities"("workspace_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "customer_journeys" ADD CONSTRAINT "customer_journeys_workspace_id_customer_id_fkey" FOREIGN KEY ("workspace_id", "customer_id") REFERENCES "customers"("workspace_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "order_journeys" ADD CONSTRAINT "order_journeys_workspace_id_order_id_fkey" FOREIGN KEY ("workspace_id", "order_id") REFERENCES "orders"("workspace_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;
