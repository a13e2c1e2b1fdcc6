@NullMarked
package org.distill4j.core.run;

import org.jspecify.annotations.NullMarked;
