@NullMarked
package org.distill4j.examples.console;

import org.jspecify.annotations.NullMarked;
