@NullMarked
package org.distill4j.ir;

import org.jspecify.annotations.NullMarked;
