@NullMarked
package org.distill4j.cli.run;

import org.jspecify.annotations.NullMarked;
