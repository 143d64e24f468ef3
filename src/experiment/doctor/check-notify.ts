import { hostname } from 'node:os';
import type { ExperimentConfig } from '../../config/experiment-config.js';
import type { Channel } from '../../notify/channel.js';
import { channelsOf } from '../../notify/channels-of.js';
import type { Notice } from '../../notify/notice.js';
import type { Finding } from './finding.js';

const check = 'notify';

/** Whether notifications would go out. One is sent only if `sendsTest`, because somebody reads it. */
export async function checkNotify(config: ExperimentConfig, sendsTest: boolean): Promise<Finding[]> {
  const { notify } = config;
  if (!notify) return sendsTest ? [nobody] : [];
  const examine = (channel: Channel): Promise<Finding> =>
    sendsTest ? sendTest(channel, testNotice(config)) : look(channel);
  return Promise.all(channelsOf(notify).map(examine));
}

const nobody: Finding = {
  check,
  verdict: 'failure',
  found: 'the config has no notify section',
  todo: 'Add one, as docs/operating/notifications.md shows.',
};

async function look(channel: Channel): Promise<Finding> {
  const fault = await channel.check();
  if (fault === undefined)
    return { check, verdict: 'ok', found: `${channel.name} is there; doctor --notify sends a test` };
  return { check, verdict: 'warning', found: `nothing can be sent to ${channel.name}: ${fault}`, todo };
}

const todo = 'A run does without it. To be told, set the variable or name the program in notify.';

async function sendTest(channel: Channel, notice: Notice): Promise<Finding> {
  const fault = await channel.send(notice);
  if (fault === undefined) return { check, verdict: 'ok', found: `a test was sent to ${channel.name}` };
  return { check, verdict: 'failure', found: `no test was sent to ${channel.name}: ${fault}`, todo };
}

function testNotice({ name, runDir }: ExperimentConfig): Notice {
  const host = hostname();
  return {
    message: `${name}: a test by syndisco doctor on ${host}; notifications work`,
    event: 'test',
    study: name,
    status: '',
    done: '0',
    total: '0',
    elapsed: '0 s',
    host,
    run_dir: runDir,
    reason: 'a test',
  };
}
