/** Shows that what is compared can be compared. */
@org.jspecify.annotations.NullMarked
package org.distill4j.benchmarks;
