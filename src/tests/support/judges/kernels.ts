/** Both builds of the kernel, which must behave the same. */
import { Kernel, compileKernel } from '../../../data-package/kernel/host.ts'

const MiB = 1024 * 1024

export const kernelForms = ['vector', 'plain'] as const

const modules = { vector: compileKernel('vector'), plain: compileKernel('plain') }

export function createKernel(form: (typeof kernelForms)[number] = 'vector'): Kernel {
  return new Kernel(16 * MiB, modules[form])
}
