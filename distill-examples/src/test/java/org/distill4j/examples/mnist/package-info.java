@NullMarked
package org.distill4j.examples.mnist;

import org.jspecify.annotations.NullMarked;
