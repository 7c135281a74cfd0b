import type { Command } from 'commander';
import type { Choose } from '../context.ts';
import { addModelsAddCommand } from './models-add.ts';
import { addModelsInspectCommand } from './models-inspect.ts';
import { addModelsListCommand } from './models-list.ts';
import { addModelsPullCommand } from './models-pull.ts';
import { addModelsQuantizeCommand } from './models-quantize.ts';
import { addModelsRemoveCommand } from './models-remove.ts';
import { addModelsVerifyCommand } from './models-verify.ts';

export function addModelsCommand(parent: Command, choose: Choose): void {
  const models = parent.command('models').description('the models on the shelf, and model files of your own');
  addModelsListCommand(models, choose);
  addModelsInspectCommand(models, choose);
  addModelsAddCommand(models, choose);
  addModelsPullCommand(models, choose);
  addModelsRemoveCommand(models, choose);
  addModelsVerifyCommand(models, choose);
  addModelsQuantizeCommand(models, choose);
}
