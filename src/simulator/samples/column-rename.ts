import { lane, type SimulatedSample } from "./sample.ts";

export const columnRename: SimulatedSample = {
  id: "migration-plan",
  icon: "map",
  title: "Planning a migration",
  description: "Rename a column in a live table. The plans differ in what happens when a step fails.",
  system: "",
  user: "Plan the rename of the column users.name to users.full_name. The table has 40 million rows, three services read and write it, they are deployed one after another, and there must be no downtime.",
  variables: {},
  lanes: [lane("quiet-mind", "low"), lane("quiet-mind", "high"), lane("open-book", "high")],
  solution: {
    isEasy: false,
    thoughts: [
      {
        from: 1,
        title: "Why a plain rename fails",
        summary:
          "Services change one after another, so for a while old and new code run together; both names must work in that time.",
        raw: "ALTER TABLE … RENAME takes effect for everybody at once, but the services change one after another. Between the two something breaks. So both columns must exist for a while: add, write both, copy, switch reads, drop.",
      },
      {
        from: 2,
        title: "Putting the steps in an order that can be undone",
        summary:
          "Writing both comes before copying, or rows written in between are lost. Each step but the last can be taken back.",
        raw: "The order matters. If I copy first and write both later, rows changed in between keep an old full_name. So: 1 add the column, nullable, without default, which is only a change of the catalogue. 2 all three services write both names and still read the old one. 3 copy the old rows in batches. 4 compare. 5 reads move to the new name, service by service. 6 stop writing the old one. 7 drop it, later. Up to 6 each step can be taken back by deploying the previous version; 7 cannot, so it waits until a backup and a release cycle have passed. 40 million rows in one UPDATE would hold locks and fill the log; batches of some thousand with a pause.",
      },
      {
        from: 3,
        title: "What can go wrong in between",
        summary:
          "A service that does not write both yet leaves gaps; a trigger closes them. The copy must not overwrite newer values.",
        raw: "Step 2 takes three deployments. While only the first service writes both, the second still writes the old name only, and full_name is missing or, worse, stale for rows that the first has touched before. A trigger that copies name to full_name on every insert and update closes the gap without depending on the order of deployments; it has to be there before the first deployment. And once reads have moved, a service may write full_name only: then the trigger needs the other direction too, or the old readers see old values. Two directions can call each other for ever; compare with IS DISTINCT FROM and do nothing when they agree. The copy: WHERE full_name IS NULL, by primary key ranges, so it can be stopped and started, and never writes over something newer.",
      },
      {
        from: 3,
        title: "How one knows that a step is done",
        summary: "Each step gets a number that must be zero before the next begins, and a person who decides.",
        raw: "When is a step finished? Not when the script ends. 3 is finished when SELECT count(*) WHERE name IS DISTINCT FROM full_name is 0 and stays 0 for a day, because then the double writing works as well. 5 is finished when the database has not seen a read of the old name, which the statement statistics show; grep does not find reports, exports and that one analyst's query. What else knows the name? Views, indexes, constraints, replicas, change feeds, backups that are read by column, caches of the object mapper. NOT NULL: add it as a check that is not validated, validate it later without a long lock. The index on the new column is built concurrently, before reads move. How long altogether? Days, most of it waiting, which is the price of no downtime; if ten minutes at night were allowed, a rename with a view under the old name would do. Worth saying in one line at the end.",
      },
    ],
    answers: [
      {
        from: 0,
        text: "1. `ALTER TABLE users RENAME COLUMN name TO full_name;`\n2. Deploy the three services with the new name.\n3. Watch the logs for errors.",
      },
      {
        from: 1,
        text: "1. Add `full_name` (nullable).\n2. Let all services write both columns.\n3. Copy old rows in batches.\n4. Let all services read `full_name`.\n5. Stop writing `name`, then drop it.\n\nBoth names work while old and new code run together.",
      },
      {
        from: 2,
        text: "Both names must work while old and new code run together. Write both **before** copying, or rows changed in between are lost.\n\n| step | do | undo |\n|---|---|---|\n| 1 | add `full_name`, nullable, no default | drop it |\n| 2 | services write both, read `name` | previous version |\n| 3 | copy in batches of 5,000 where `full_name` is null | nothing to undo |\n| 4 | compare the two columns | |\n| 5 | services read `full_name` | previous version |\n| 6 | services stop writing `name` | previous version |\n| 7 | drop `name`, one release later | **only from backup** |",
      },
      {
        from: 3,
        text: "Both names must work while old and new code run together, and no step may depend on the order of the three deployments.\n\n| step | do | go on when | undo |\n|---|---|---|---|\n| 1 | add `full_name`, nullable; a trigger keeps both equal, in both directions | both columns agree for new rows | drop trigger and column |\n| 2 | copy by key ranges where `full_name` is null, 5,000 a batch | `count(name is distinct from full_name)` is 0 for a day | stop |\n| 3 | index concurrently; `NOT NULL` as a check, validated later | index valid | drop |\n| 4 | each service reads and writes `full_name`, one by one | its errors are flat for a day | previous version |\n| 5 | look for readers of `name` in the statement statistics: reports, exports, views | none for a week | |\n| 6 | drop trigger and `name` | backup tested | **only from backup** |\n\nOne person decides at each row. The trigger makes double writing in three code bases unnecessary; the price is a little time for each write. If ten minutes of downtime were allowed, a rename plus a view would do.",
      },
    ],
  },
};
