/** The report of a run: one page of HTML, for people. */
@NullMarked
package org.distill4j.cli.report;

import org.jspecify.annotations.NullMarked;
