@NullMarked
package org.distill4j.cli.console;

import org.jspecify.annotations.NullMarked;
