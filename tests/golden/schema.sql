CREATE TABLE "activity" (
	"tenant" INTEGER NOT NULL,
	"id" INTEGER NOT NULL,
	"held_on" INTEGER,
	"org" TEXT NOT NULL,
	"place" TEXT,
	"phone" BLOB,
	CONSTRAINT "activity_key" PRIMARY KEY ("tenant", "id")
) STRICT;
CREATE INDEX "activity_by_day" ON "activity" ("tenant", "held_on", "org"); -- figures over a period
CREATE UNIQUE INDEX "activity_by_number" ON "activity" ("tenant", "org", "place"); -- the place is taken once
CREATE TABLE "event" (
	"tenant" INTEGER NOT NULL,
	"id" INTEGER NOT NULL,
	"began_on" INTEGER,
	"org" TEXT NOT NULL,
	"place" TEXT,
	"phone" BLOB,
	"mode" TEXT,
	"voided" INTEGER NOT NULL,
	CONSTRAINT "event_key" PRIMARY KEY ("tenant", "id")
) STRICT;
CREATE INDEX "event_by_day" ON "event" ("tenant", "began_on", "org"); -- figures over a period
CREATE UNIQUE INDEX "activity_by_number" ON "event" ("tenant", "place", "org"); -- the place is taken once
CREATE INDEX "event_by_mode" ON "event" ("tenant", "mode"); -- list by mode
