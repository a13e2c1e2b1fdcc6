@NullMarked
package org.distill4j.examples.ensemble;

import org.jspecify.annotations.NullMarked;
