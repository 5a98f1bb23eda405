import path from "node:path";
import { commandMessage, commandProperty } from "../../../text/workflow.ts";
import type { Finding } from "./finding.ts";

/**
 * Workflow commands, one for each failure: GitHub shows them beside the line of the pull request.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions#setting-an-error-message
 *
 * @param root what GitHub's paths are relative to: the checked out repository
 */
export const annotations = (findings: readonly Finding[], root: string): string =>
  findings
    .filter(({ status }) => status === "failed")
    .map((finding) => annotation(finding, root))
    .join("\n");

function annotation({ scenario, check, summary, details, file, line }: Finding, root: string): string {
  const properties = [
    ...(file === "" ? [] : [`file=${commandProperty(path.relative(root, file).split(path.sep).join("/"))}`]),
    ...(line === 0 ? [] : [`line=${line}`]),
    `title=${commandProperty(`${scenario}: ${check}`)}`,
  ];
  return `::error ${properties.join(",")}::${commandMessage([summary, ...details].join("\n"))}`;
}
