import { askingNodes } from '../support/routes';
import { callerQuestions, silenceAnswers } from '../support/routes-caller';
import { completionRoutes, noticeNodes, restorationRoutes } from '../support/routes-customer';
import { assignRoutes, crewRoutes, offerRoutes } from '../support/routes-staff';

/** Every node that asks something has a call test: a new one needs its route, and a route its node. */

it('has a route to every question of the flows', () => {
  const routes = [
    ...silenceAnswers,
    ...crewRoutes,
    ...offerRoutes,
    ...assignRoutes,
    ...completionRoutes,
    ...restorationRoutes,
  ];
  const walked = [...callerQuestions, ...routes.map(({ node }) => node), ...noticeNodes];
  expect(walked.toSorted()).toEqual(askingNodes().toSorted());
});
