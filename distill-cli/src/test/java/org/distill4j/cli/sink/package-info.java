@NullMarked
package org.distill4j.cli.sink;

import org.jspecify.annotations.NullMarked;
