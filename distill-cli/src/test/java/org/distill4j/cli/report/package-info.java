@NullMarked
package org.distill4j.cli.report;

import org.jspecify.annotations.NullMarked;
