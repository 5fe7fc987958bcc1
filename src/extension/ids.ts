/** Every id that package.json contributes, typed, in one place. `test/extension/contributions.test.ts` keeps both in step. */

export const viewType = "switchyard.session";
export const sessionSuffix = ".reasoning.json";

export const commandIds = {
  newComparison: "switchyard.newComparison",
  compareSelection: "switchyard.compareSelection",
  openSample: "switchyard.openSample",
  setKey: "switchyard.setKey",
  removeKey: "switchyard.removeKey",
  refreshModels: "switchyard.refreshModels",
  probeEndpoint: "switchyard.probeEndpoint",
  run: "switchyard.run",
  stop: "switchyard.stop",
  addLane: "switchyard.addLane",
  showRequests: "switchyard.showRequests",
  reprice: "switchyard.reprice",
  sweepEfforts: "switchyard.sweepEfforts",
  showCosts: "switchyard.showCosts",
  exportCosts: "switchyard.exportCosts",
  showLog: "switchyard.showLog",
  focusPrompt: "switchyard.focusPrompt",
  focusLanes: "switchyard.focusLanes",
  nextLane: "switchyard.nextLane",
  previousLane: "switchyard.previousLane",
  toggleReasoning: "switchyard.toggleReasoning",
  continueOn: "switchyard.continueOn",
  compareHandoffs: "switchyard.compareHandoffs",
  showLaneMenu: "switchyard.showLaneMenu",
  toggleView: "switchyard.toggleView",
  find: "switchyard.find",
  compareTraces: "switchyard.compareTraces",
  compareAnswers: "switchyard.compareAnswers",
  copyMarkdown: "switchyard.copyMarkdown",
  reopenAsText: "switchyard.reopenAsText",
  compareWith: "switchyard.compareWith",
  showWhatChanged: "switchyard.showWhatChanged",
  shareCopy: "switchyard.shareCopy",
  exportAs: "switchyard.exportAs",
  importFile: "switchyard.importFile",
  setUpGit: "switchyard.setUpGit",
  reviewSecrets: "switchyard.reviewSecrets",
  renameSession: "switchyard.renameSession",
} as const;

export type CommandId = (typeof commandIds)[keyof typeof commandIds];

/** For `when` clauses. */
export const contextKeys = {
  /** The active session editor has lanes that have not ended. */
  isRunning: "switchyard.isRunning",
  /** Where the keyboard is in the active session editor: `none`, `field`, `lane`, `other`. */
  area: "switchyard.area",
} as const;

export const settingsSection = "switchyard";

export const settingIds = {
  providers: "providers",
  baseUrls: "baseUrls",
  effortBudgets: "effortBudgets",
  prices: "prices",
  budgetUsd: "budgetUsd",
  laneBudgetUsd: "laneBudgetUsd",
  sessionBudgetUsd: "sessionBudgetUsd",
  dayBudgetUsd: "dayBudgetUsd",
  historyEnabled: "history.enabled",
  opaqueState: "files.opaqueState",
  rawReasoning: "files.rawReasoning",
  maxParallel: "run.maxParallel",
  maxParallelPerProvider: "run.maxParallelPerProvider",
  maxRetries: "run.maxRetries",
  maxRetryDelaySeconds: "run.maxRetryDelaySeconds",
  connectSeconds: "timeouts.connectSeconds",
  headersSeconds: "timeouts.headersSeconds",
  idleSeconds: "timeouts.idleSeconds",
  simulatorSpeed: "simulator.speed",
} as const;

export type SettingId = (typeof settingIds)[keyof typeof settingIds];
