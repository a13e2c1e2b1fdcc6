/** What backend-java is measured against. */
@NullMarked
package org.distill4j.benchmarks.jvm;

import org.jspecify.annotations.NullMarked;
