// Used by `npm start` only: a window that has never seen the extension would open a session file given at start as text.
const vscode = require("vscode");

exports.activate = async () => {
  const file = process.env.SWITCHYARD_OPEN_FILE;
  if (file !== undefined) await vscode.commands.executeCommand("vscode.openWith", vscode.Uri.file(file), "switchyard.session");
};
