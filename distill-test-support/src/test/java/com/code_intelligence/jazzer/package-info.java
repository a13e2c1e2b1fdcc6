/** Stands for Jazzer, which is on the class path of the profile {@code fuzz} alone. */
@NullMarked
package com.code_intelligence.jazzer;

import org.jspecify.annotations.NullMarked;
