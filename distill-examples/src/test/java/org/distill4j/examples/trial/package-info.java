@NullMarked
package org.distill4j.examples.trial;

import org.jspecify.annotations.NullMarked;
