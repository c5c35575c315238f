/**
 * Makes reports of a stored run: {@link dev.lanyard.reports.ReportWriter}. Everything comes from the files of the run
 * folder, nothing from memory, so a run can be reported again at any time.
 */
package dev.lanyard.reports;
